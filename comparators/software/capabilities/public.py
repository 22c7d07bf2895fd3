"""Texts that instructions hold four bytes at a time, and which of them say nothing of a program: words of public
protocols, signatures of file formats and of processors, which programs hold that have nothing to do with each other.

Protocols: RFC 9110 and 9112 (HTTP), 6455 (WebSocket), 8446 (TLS), 5321 (SMTP), 959 (FTP), 2812 (IRC), 4253 (SSH), 2326
(RTSP), 3261 (SIP), UPnP. A text of the program's own (a magic number such as ``MGC1``, a greeting) is none of these.
"""

from __future__ import annotations

import re
from functools import cache

SIZE = 4  # bytes of a piece
LEAST = 2  # letters and digits of a piece that says something
_SPACES = b"\t\r\n"
WORDS = (
    # HTTP, WebSocket
    "GET / HTTP/1.0\r\n", "GET http://", "GET https://", "HTTP/1.1\r\nHost: ", "HTTP/1.1 200 OK\r\n", "HTTP/2.0",
    "HTTP/1.0 200 OK\r\n", "HTTP/1.0\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "POST /", "PUT /", "HEAD /",
    "DELETE /", "OPTIONS * /", "PATCH /", "TRACE /", "CONNECT /", "HTTP/1.1 101 Switching Protocols\r\n",
    "HTTP/1.1 100 Continue\r\n", "201 Created\r\n", "204 No Content\r\n", "206 Partial Content\r\n",
    "301 Moved Permanently\r\n", "302 Found\r\n", "304 Not Modified\r\n", "400 Bad Request\r\n",
    "401 Unauthorized\r\n", "403 Forbidden\r\n", "404 Not Found\r\n", "405 Method Not Allowed\r\n",
    "500 Internal Server Error\r\n", "502 Bad Gateway\r\n", "503 Service Unavailable\r\n",
    "\r\nHost: ", "\r\nAccept: */*\r\n", "\r\nAccept-Encoding: gzip, deflate, br, identity\r\n",
    "\r\nAccept-Language: en",
    "\r\nAccept-Charset: ", "\r\nAuthorization: Basic ", "Bearer ", "Digest ", "\r\nCache-Control: no-cache\r\n",
    "no-store", "max-age=", "\r\nConnection: keep-alive\r\n", "\r\nConnection: close\r\n\r\n",
    "\r\nConnection: Upgrade\r\n", "\r\nProxy-Connection: ", "\r\nContent-Length: ", "\r\nContent-Type: ",
    "\r\nContent-Encoding: ", "\r\nContent-Disposition: form-data; name=\"", "attachment; filename=\"",
    "\r\nContent-Range: bytes ", "\r\nCookie: ", "\r\nSet-Cookie: ", "\r\nDate: ", "\r\nETag: ", "\r\nExpires: ",
    "\r\nIf-Modified-Since: ", "\r\nIf-None-Match: ", "\r\nLast-Modified: ", "\r\nLocation: ", "\r\nOrigin: ",
    "\r\nPragma: no-cache\r\n", "\r\nRange: bytes=", "\r\nReferer: ", "\r\nServer: ", "\r\nTransfer-Encoding: chunked",
    "\r\nUpgrade: websocket\r\n", "\r\nVary: ", "\r\nSec-WebSocket-Key: ", "\r\nSec-WebSocket-Accept: ",
    "\r\nSec-WebSocket-Version: 13\r\n", "\r\nSec-WebSocket-Protocol: ", "258EAFA5-E914-47DA-95CA-C5AB0DC85B11",
    "\r\nUser-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/ Safari/",
    "Gecko/20100101 Firefox/", "Mozilla/4.0 (compatible; MSIE 6.0; ", "curl/", "Wget/",
    # addresses, types of content, languages of documents
    "http://www.", "https://www.", "ftp://", "ws://", "wss://", "file:///", ".com/", ".org/", ".net/", "localhost",
    "127.0.0.1", "255.255.255.255", "index.html", "application/json", "application/octet-stream",
    "application/x-www-form-urlencoded", "application/xml", "multipart/form-data; boundary=", "text/plain", "text/html",
    "text/css", "text/javascript", "image/png", "image/jpeg", "image/gif", "audio/mpeg", "video/mp4",
    "; charset=utf-8\r\n", "<!DOCTYPE html>", "<html>", "</html>", "<head>", "<body>", "<?xml version=\"1.0\"",
    " encoding=\"UTF-8\"?>", "JSON", "JSONP", "\"jsonrpc\": \"2.0\"", "\"jsonrpc\":\"2.0\"", "<soap:Envelope",
    # other protocols
    "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3", "SSLv3", "STARTTLS\r\n",
    "HELO ", "EHLO ", "MAIL FROM:<", "RCPT TO:<", "DATA\r\n", "QUIT\r\n", "RSET\r\n", "NOOP\r\n", "AUTH LOGIN\r\n",
    "AUTH PLAIN", "220 ", "250 OK\r\n", "354 ", "+OK ", "-ERR ", "USER ", "PASS ", "PASV\r\n", "PORT ", "LIST\r\n",
    "RETR ", "STOR ", "TYPE I\r\n", "SYST\r\n", "STAT ", "CAPA\r\n", "UIDL", "NICK ", "JOIN #", "PART #", "PRIVMSG ",
    "NOTICE ", "MODE ", "PING :", "PONG :", "PING\r\n", "PONG\r\n", "SSH-2.0-OpenSSH_", "RTSP/1.0\r\n", "DESCRIBE ",
    "SETUP ", "PLAY ", "SIP/2.0\r\n", "INVITE ", "REGISTER ", "NOTIFY * HTTP/1.1\r\n", "M-SEARCH * HTTP/1.1\r\n",
    "ssdp:discover", "upnp:rootdevice", "BitTorrent protocol", "MQTT", "MQIsdp", "AMQP", "SMB", "RFB 003.008\n",
    # formats of files, sections of them, codecs
    "RIFF", "RIFX", "WAVEfmt ", "fmt data", "AVI LIST", "WEBPVP8 ", "WEBP", "FORM", "AIFF", "AIFC", "MThd", "MTrk",
    "OggS", "OpusHead", "fLaC", "caff", "IHDR", "IDAT", "IEND", "PLTE", "tRNS", "gAMA", "pHYs", "iCCP", "JFIF",
    "Exif", "GIF87a", "GIF89a", "DDS ", "DXT1", "DXT2", "DXT3", "DXT4", "DXT5", "DX10", "%PDF-1.", "%!PS-Adobe-",
    "Rar!", "ustar", "!<arch>\n", "MSCF", "ITSF", "SQLite format 3", "wOFF", "wOF2", "OTTO", "ttcf", "true", "ftyp",
    "isom", "iso2", "mp41", "mp42", "moov", "mdat", "trak", "mvhd", "avc1", "hvc1", "mp4a", "H264", "h264", "X264",
    "MJPG", "XVID", "DIVX", "YUY2", "YV12", "UYVY", "NV12", "I420", "IYUV", "RGB2", "PK\x03\x04", "glTF", "BZh9",
    "8BPS",
    # processors and virtual machines as CPUID names them
    "GenuineIntel", "AuthenticAMD", "CentaurHauls", "HygonGenuine", "KVMKVMKVM", "VMwareVMware", "XenVMMXenVMM",
    "Microsoft Hv", "VBoxVBoxVBox", "TCGTCGTCGTCG", "VMXh", "RSDP", "RSDT", "XSDT", "FACP", "_SM_", "_SM3_",
)  # fmt: skip
SHARED = (  # words by which many programs greet, ask and answer
    "CONNECTED", "DISCONNECT", "SUBSCRIBE", "PUBLISH", "HELLO ", "LOGIN", "LOGOUT", "LOGON", "WELCOME", "ERROR",
    "FAILED", "SUCCESS", "STATUS", "VERSION", "UPDATE", "EXIT", "STOP", "START", "TRUE", "FALSE", "NULL", "NONE",
    "READY", "ECHO", "SEND", "RECV", "OPEN", "CLOSE", "READ", "WRITE", "NAME", "TIME", "BYE\r\n", "OK\r\n", "TEST",
)  # fmt: skip
OTHERS = frozenset(  # signatures that are not all letters, as little-endian programs hold them
    (
        0x474E5089, 0x0A1A0A0D, 0x04034B50, 0x02014B50, 0x06054B50, 0x08074B50, 0x464C457F, 0xE0FFD8FF, 0xE1FFD8FF,
        0x002A4949, 0x2A004D4D, 0x28B52FFD, 0x184D2204, 0xAFBC7A37, 0x587A37FD, 0xA3DF451A, 0x03334449, 0xFEEDFACE,
        0xFEEDFACF, 0xBEBAFECA, 0xCAFEBABE, 0xE011CFD0, 0x6D736100,
    )
)  # fmt: skip


_WORD = re.compile("[a-z0-9]+")
_HTTP = re.compile(r"^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|CONNECT) |HTTP/\d")


def letters(value: int) -> str:
    """The text that a number of four bytes is as it lies in memory, "" for what is none."""
    data = value.to_bytes(SIZE, "little")
    return data.decode("ascii") if all(32 <= byte < 127 or byte in _SPACES for byte in data) else ""


def is_public(value: int, text: str = "") -> bool:
    """Whether a number of four bytes is a piece of a public text in either order of bytes, a signature, or of a text
    that is hardly any (``", %d"``). ``text``: that it is a piece of; all of a request or answer of HTTP is public, and
    one that goes on behind a word which many programs share (``HELLO captain``) is the program's own."""
    data = value.to_bytes(SIZE, "little")
    if value in OTHERS or int.from_bytes(data, "big") in OTHERS:
        return True
    piece = letters(value)
    if not piece:
        return False
    if sum(one.isalnum() for one in piece) < LEAST or piece.isdigit():
        return True
    if _of(piece, WORDS) or _HTTP.search(text):
        return True
    return _of(piece, SHARED) and all(len(one) < SIZE or one in _words() for one in _WORD.findall(text.lower()))


def _of(piece: str, words: tuple[str, ...]) -> bool:
    return not _pieces(words).isdisjoint({piece.lower(), piece[::-1].lower()})


@cache
def _pieces(words: tuple[str, ...]) -> frozenset[str]:
    """Every four letters in a row of words, small."""
    return frozenset(text.lower()[at : at + SIZE] for text in words for at in range(len(text) - SIZE + 1))


@cache
def _words() -> frozenset[str]:
    """The public words as they are written, small."""
    return frozenset(word for text in SHARED + WORDS for word in _WORD.findall(text.lower()))


def said(value: int, text: str) -> tuple[str, str]:
    """A number in words, Chinese and English, with the ``text`` that it is or is a piece of ("" none)."""
    if not text:
        return hex(value), hex(value)
    if text == letters(value):
        return f"{hex(value)}（文本 {text!r}）", f"{hex(value)} (the text {text!r})"
    return f"{hex(value)}（文本 {text!r} 的一段）", f"{hex(value)} (a piece of the text {text!r})"
