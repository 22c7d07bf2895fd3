"""What a string looks like, and whether it is one of those that many unrelated programs hold.

All rules are shapes and short lists written for this project from what compilers, run-time libraries and common open
libraries are publicly known to leave in programs. They are not complete; what they catch stays in the table with its
reason and is kept out of the headline figures.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

#: Categories in order of precedence; the number is stored.
CATEGORIES = (
    "version-field", "secret", "copyright", "company", "author", "path", "url", "email", "guid", "address", "port",
    "contact", "chinese", "message", "word", "identifier", "other",
)  # fmt: skip
TELLING = CATEGORIES[: CATEGORIES.index("chinese")]  # listed for each side alone too
#: Reasons why a string says nothing of its origin; number 0 is none.
REASONS = ("", "compiler", "runtime", "library", "system", "licence", "format")
VERSION_FIELD, COMMON_FORMAT = 0, REASONS.index("format")


@dataclass(frozen=True, slots=True)
class Shape:
    """Alternatives that begin with ``^`` are tried at the start of a string only, the others all through phrases."""

    head: re.Pattern[str] | None
    body: re.Pattern[str] | None

    @classmethod
    def of(cls, *parts: str, flags: int = 0) -> Shape:
        heads: list[str] = []
        bodies: list[str] = []
        for branch in (branch for part in parts for branch in _branches(part)):
            (heads if branch.startswith("^") else bodies).append(branch)
        patterns = [re.compile("|".join(some), flags) if some else None for some in (heads, bodies)]
        return cls(*patterns)

    def fits(self, text: str, phrase: bool) -> bool:
        """``phrase``: look for the alternatives that may stand anywhere too."""
        if self.head is not None and self.head.match(text):
            return True
        return phrase and self.body is not None and self.body.search(text) is not None


def _branches(pattern: str) -> list[str]:
    """Alternatives of the outermost level of a pattern."""
    branches, depth, inside, start, at = [], 0, False, 0, 0
    while at < len(pattern):
        c = pattern[at]
        if c == "\\":
            at += 1
        elif inside:
            inside = c != "]" or pattern[at - 1] == "["
        elif c == "[":
            inside = True
        elif c in "()":
            depth += 1 if c == "(" else -1
        elif c == "|" and depth == 0:
            branches.append(pattern[start:at])
            start = at + 1
        at += 1
    return [*branches, pattern[start:]]


_SECTIONS = (
    r"text|data|rdata|bss|rsrc|reloc|idata|edata|pdata|xdata|tls|shstrtab|strtab|symtab|dynsym|dynstr|dynamic|rodata"
    r"|hash|interp|comment|ctors|dtors|jcr|init|fini|got|plt|tbss|tdata|stab|stabstr"
)
COMPILER = Shape.of(
    rf"^\.(?:{_SECTIONS})(?:[.$][\w.$-]*)?$",
    r"^\.(?:note|gnu|eh_frame|init_array|fini_array|preinit_array|rela?|debug|zdebug|gcc|CRT|data\.rel)[\w.$-]*$",
    r"^GCC: |^clang version |^Ubuntu clang|^Linker: LLD|^rustc version|^Go build(?:inf)?|GNU C\+*\d* \d|^GNU AS ",
    r"This program cannot be run in DOS mode|This program must be run under Win32",
    r"^__\w+_chk$|^_*(?:ITM_|gmon_start|Jv_Register|cxa_|gxx_personality|gcc_personality|Unwind_|stack_chk|libc_start|libc_csu)",
    r"^(?:crtstuff\.c|(?:de)?register_tm_clones|frame_dummy|__do_global_\w+|_GLOBAL_OFFSET_TABLE_|__TMC_END__|_edata"
    r"|__FRAME_END__|__dso_handle|__data_start|__bss_start|_IO_stdin_used|completed\.\d*|__EH_FRAME_BEGIN__"
    r"|__GNU_EH_FRAME_HDR|data_start|__abi_tag|crt1\.o|crti\.S)$",
    r"^_ZN?K?S[a-z]|^_ZN[KVO]?(?:St|9__gnu_cxx|10__cxxabiv1)|^_Z(?:na|nw|da|dl)|^_ZT[ISV]N?(?:S|10__cxx|9__gnu)",
    r"^\.\?A[VUW]\w*@std@@|^\.\?AVtype_info@@|^\?\w*@?\w+@std@@",
    r"^(?:\S{1,3} )?[\[\]\\^_AUVWSH]{0,8}(?:AWAV|AVAU|AUAT|ATAU|AUAV|AVAW|ATU[HSVWPA])[\[\]\\^_A-Z$\d]{0,12}[a-z]?$",
    r"^\[?[\]\\]*(?:A[\\\]^_])+[\\\]^_A-Z]*$",
    # A prologue of gcc for Windows: three registers or more, in the one order in which it saves them.
    r"^(?:\S{1,3} )?(?=(?:A[T-W]|[USVW]){3})U?(?:AW)?(?:AV)?(?:AU)?(?:AT)?U?W?V?S?H[\x21-\x7e]{0,3}$",
)
RUNTIME = Shape.of(
    r"[Mm]ingw-?w?(?:32|64)|libgcc|VirtualQuery failed for|VirtualProtect failed with|Unknown pseudo relocation",
    r"bit pseudo relocation at|^Address %p has no image-section|Microsoft Visual C\+\+|Visual C\+\+ (?:CRT|Runtime)",
    r"^R60\d\d|TLOSS error|DOMAIN error|SING error|^runtime error|abnormal program termination",
    r"- (?:not enough space|unable to|pure virtual|floating point (?:support )?not|unexpected|abort\(\)|CRT not)",
    r"Argument (?:domain error|singularity)|_matherr\(\)|[Pp]artial loss of significance|Overflow range error",
    r"The result is too small to be represented|Total loss of significance|Unknown error$",
    r"^(?:Jan|Febr)uary$|^(?:Septem|Octo|Novem|Decem)ber$|^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$",
    r"^SunMonTueWed|^JanFebMar|^dddd, MMMM dd, yyyy|^MM/dd/yy$|^HH:mm:ss$|^am/pm$",
    r"^(?:bad (?:allocation|exception|array new length|cast)|Unknown exception|string too long|invalid string position"
    r"|vector<?T?>? too long|map/set<?T?>? too long|deque<?T?>? too long|bad function call|invalid string argument)$",
    r"terminate called (?:after|recursively|without)|^  what\(\):|pure virtual method called|stack smashing detected",
    r"^basic_string|^(?:vector|deque|list|map|basic_\w+|std)::|^St\d|^[NP]K?S[a-z]\w*E?$|^N10__cxxabiv1|^N9__gnu_cxx",
    r"not enough memory|^Assertion failed|^Assertion failure|^%s:%d: %s|^\(null\)$",
    r"^-?Infinity$|^1#(?:INF|QNAN|SNAN|IND)",
    r"^\.?(?:lc|LC)_(?:ALL|CTYPE|COLLATE|MONETARY|NUMERIC|TIME|MESSAGES)",
    r"^`?(?:scalar|vector) deleting destructor|^`(?:vftable|vbtable|RTTI|string|eh |local |default |managed |dynamic )",
    r"^ (?:Base Class|Class Hierarchy|Complete Object|Type) (?:Descriptor|Locator)|^__(?:stdcall|fastcall|thiscall)$",
)
SYSTEM = Shape.of(
    r"^(?:GLIBC|GLIBCXX|CXXABI|GCC|GLIBC_PRIVATE)_[\d.]+$|^/lib(?:64)?/ld-|^ld-linux[\w.-]*$",
    r"^(?:127\.0\.0\.1|0\.0\.0\.0|255\.255\.255\.(?:0|255)|localhost)(?::\d+)?$",
    r"^lib[\w+-]+(?:-[\d.]+)?\.so(?:\.\d+)*$|^lib\w+-?\d*\.dll$",
    r"^(?:kernel32|kernelbase|user32|gdi32|gdiplus|advapi32|shell32|shlwapi|ole32|oleaut32|ws2_32|wsock32|winmm|ntdll"
    r"|msvc\w+|vcruntime\w+|ucrtbase\w*|api-ms-win-[\w-]+|ext-ms-[\w-]+|comctl32|comdlg32|version|imm32|setupapi|psapi"
    r"|opengl32|glu32|d3d\w+|dxgi|dsound|dinput8?|xinput\w+|wininet|winhttp|urlmon|iphlpapi|rpcrt4|crypt32|bcrypt"
    r"|dbghelp|mscoree|mfc\d+\w*|uxtheme|hid|netapi32|userenv|winspool\.drv|wintrust|dnsapi|secur32)(?:\.dll|\.drv)?$",
    flags=re.IGNORECASE,
)
_NAMES = """
GetProcAddress LoadLibraryA LoadLibraryW LoadLibraryExA LoadLibraryExW FreeLibrary GetModuleHandleA
GetModuleHandleW GetModuleHandleExW GetModuleFileNameA GetModuleFileNameW GetCommandLineA GetCommandLineW
GetStartupInfoA GetStartupInfoW GetCurrentProcess GetCurrentProcessId GetCurrentThread GetCurrentThreadId
GetLastError SetLastError GetTickCount GetTickCount64 GetSystemTimeAsFileTime QueryPerformanceCounter
QueryPerformanceFrequency ExitProcess TerminateProcess ExitThread CreateThread CreateProcessA CreateProcessW
OpenProcess VirtualAlloc VirtualFree VirtualProtect VirtualQuery VirtualAllocEx HeapAlloc HeapFree HeapReAlloc
HeapSize HeapCreate HeapDestroy GetProcessHeap GlobalAlloc GlobalFree GlobalLock GlobalUnlock LocalAlloc LocalFree
EnterCriticalSection LeaveCriticalSection InitializeCriticalSection InitializeCriticalSectionEx
InitializeCriticalSectionAndSpinCount DeleteCriticalSection InterlockedIncrement InterlockedDecrement
InitializeSListHead TlsAlloc TlsFree TlsGetValue TlsSetValue FlsAlloc FlsFree FlsGetValue FlsSetValue
WaitForSingleObject WaitForMultipleObjects CreateEventA CreateEventW SetEvent ResetEvent CreateMutexA CreateMutexW
ReleaseMutex CreateSemaphoreA ReleaseSemaphore CloseHandle CreateFileA CreateFileW ReadFile WriteFile
SetFilePointer SetFilePointerEx SetEndOfFile FlushFileBuffers GetFileSize GetFileType GetFileAttributesA
GetFileAttributesW FindFirstFileA FindFirstFileW FindFirstFileExW FindNextFileA FindNextFileW FindClose
DeleteFileA DeleteFileW CreateDirectoryA CreateDirectoryW GetFullPathNameA GetFullPathNameW GetCurrentDirectoryA
GetStdHandle SetStdHandle WriteConsoleA WriteConsoleW ReadConsoleW GetConsoleMode GetConsoleCP GetConsoleOutputCP
GetACP GetOEMCP GetCPInfo IsValidCodePage IsValidLocale GetUserDefaultLCID EnumSystemLocalesW GetLocaleInfoA
GetLocaleInfoW LCMapStringA LCMapStringW CompareStringA CompareStringW GetStringTypeA GetStringTypeW
MultiByteToWideChar WideCharToMultiByte IsDebuggerPresent IsProcessorFeaturePresent OutputDebugStringA
OutputDebugStringW RaiseException RtlUnwind RtlUnwindEx RtlCaptureContext RtlLookupFunctionEntry RtlVirtualUnwind
RtlPcToFileHeader RtlAddFunctionTable UnhandledExceptionFilter SetUnhandledExceptionFilter EncodePointer
DecodePointer GetEnvironmentStringsW FreeEnvironmentStringsW GetEnvironmentVariableA GetVersion GetVersionExA
GetSystemInfo GetTimeZoneInformation GetLocalTime GetSystemTime SystemTimeToFileTime FileTimeToSystemTime
FormatMessageA FormatMessageW SetHandleCount SetConsoleCtrlHandler MessageBoxA MessageBoxW CreateWindowExA
CreateWindowExW DefWindowProcA DefWindowProcW DispatchMessageA DispatchMessageW TranslateMessage GetMessageA
GetMessageW PeekMessageA PeekMessageW PostMessageA PostQuitMessage SendMessageA RegisterClassA RegisterClassExA
RegisterClassExW ShowWindow UpdateWindow LoadIconA LoadCursorA RegOpenKeyExA RegOpenKeyExW RegQueryValueExA
RegQueryValueExW RegCloseKey RegCreateKeyExA RegSetValueExA ShellExecuteA ShellExecuteW CoCreateInstance
CoInitialize CoInitializeEx CoUninitialize WSAStartup WSACleanup WSAGetLastError closesocket ioctlsocket
gethostbyname getaddrinfo freeaddrinfo setsockopt getsockopt getsockname getpeername inet_addr inet_ntoa inet_ntop
inet_pton recvfrom sendto socket connect listen accept select shutdown htonl htons ntohl ntohs
malloc calloc realloc strlen strcmp strncmp strcpy strncpy strcat strncat strchr strrchr strstr strtok strtok_r
strdup strndup strtol strtoul strtoll strtoull strtod strtof strerror strftime strcasecmp strncasecmp strcoll
strxfrm strspn strcspn strpbrk strsignal strnlen stpcpy stricmp strnicmp memcpy memmove memset memcmp memchr
memmem mempcpy printf fprintf sprintf snprintf vprintf vfprintf vsprintf vsnprintf scanf fscanf sscanf vsscanf
asprintf vasprintf puts fputs putchar fputc fgetc getc fgets ungetc fopen fclose fread fwrite fflush fseek ftell
fseeko ftello rewind feof ferror fileno fdopen freopen perror remove rename tmpfile setvbuf setbuf stdin stdout
stderr fopen64 fseeko64 ftello64 lseek64 open64 stat64 fstat64 lstat64 readdir64 mmap64 opendir readdir closedir
getenv setenv putenv unsetenv secure_getenv getcwd mkdir mkstemp rmdir unlink access chmod isatty fcntl ioctl
mmap munmap mprotect sysconf getpid getppid getuid geteuid getgid getegid getpwuid getpwnam gethostname
gettimeofday settimeofday clock_gettime nanosleep usleep sleep localtime localtime_r gmtime gmtime_r mktime
difftime asctime signal sigaction sigprocmask sigemptyset sigaddset sigfillset raise abort atexit system execvp
execve waitpid setlocale localeconv nl_langinfo iconv iconv_open iconv_close bindtextdomain textdomain gettext
dcgettext dgettext ngettext dlopen dlclose dlsym dlerror toupper tolower isalpha isdigit isalnum isspace isprint
isupper islower isxdigit ispunct iscntrl towupper towlower iswalpha mbstowcs wcstombs mbrtowc wcrtomb btowc wctob
wcslen wcscpy wcscmp wcsncpy wcscat wcschr wcsrchr wcsstr wmemcpy wmemmove wmemset wmemchr wmemcmp qsort bsearch
srand random srandom rand_r longjmp setjmp siglongjmp _setjmp __sigsetjmp __errno_location __ctype_b_loc
__ctype_tolower_loc __ctype_toupper_loc __stack_chk_fail __assert_fail __xstat __fxstat __lxstat __isoc99_sscanf
__isoc99_fscanf __isoc23_strtol __isoc23_strtoul __isoc23_sscanf __isoc23_strtoll __isoc23_strtoull
pthread_create pthread_join pthread_mutex_lock pthread_mutex_unlock pthread_mutex_init pthread_mutex_destroy
pthread_cond_wait pthread_cond_signal pthread_cond_broadcast pthread_key_create pthread_getspecific
pthread_setspecific pthread_once pthread_self pthread_detach pthread_cond_init pthread_cond_destroy sem_init
sem_post sem_wait sem_destroy sqrt sqrtf sinf cosf tanf atan2f powf expf logf floorf ceilf fmodf atan2 floor
ceil fabs fmod ldexp frexp modf hypot round roundf lround lroundf lrint lrintf trunc log10 log1p expm1 finite
_initterm _initterm_e _amsg_exit _cexit __getmainargs __wgetmainargs __set_app_type __setusermatherr _acmdln
_onexit __dllonexit _lock _unlock _except_handler3 _except_handler4_common _controlfp _controlfp_s _XcptFilter
__p__fmode __p__commode __p___argc __p___argv __iob_func _adjust_fdiv _iob _errno _strdup _stricmp _strnicmp
_snprintf _vsnprintf _vsnwprintf _fileno _setmode _isatty _fullpath _splitpath _makepath _getpid _beginthreadex
_endthreadex _commode _fmode __initenv __winitenv __lconv_init ___lc_codepage_func ___lc_handle_func
___mb_cur_max_func __p__environ __p__acmdln __p__wenviron _configthreadlocale _set_invalid_parameter_handler
_configure_narrow_argv _initialize_narrow_environment _set_new_mode _crt_atexit _register_onexit_function
_initialize_onexit_table IsDBCSLeadByteEx IsDBCSLeadByte __C_specific_handler
__CxxFrameHandler __CxxFrameHandler3 _CxxThrowException _purecall
"""  # imports that most programs have
_FUNCTIONS = frozenset(_NAMES.split())
LIBRARY = Shape.of(
    r"(?:deflate|inflate|unzip|zip) [\d.]+ Copyright|Jean-loup Gailly|Mark Adler|Gilles Vollant",
    r"^(?:invalid|incorrect) (?:distance|literal/length|block type|stored block|code lengths|bit length|header check"
    r"|data check|length check|window size)|^unknown (?:compression method|header flags set)|^too many length or dist",
    r"^(?:stream end|need dictionary|file error|stream error|data error|insufficient memory|buffer error"
    r"|incompatible version|header crc mismatch)$|^bzip2|bzip2/libbzip2|Julian Seward",
    r"libpng (?:version|error|warning)|Glenn Randers-Pehrson|Group 42|Guy Eric Schalnat|^(?:IHDR|PLTE|IDAT|IEND): ",
    r"^_*(?:SDL|Mix|TTF|IMG|SDLNet)_[A-Z]\w+$|^(?:png|jpeg|FT|XML|SSL|EVP|BIO|PEM|ERR|CRYPTO|curl|sqlite3|lua|luaL|gz|"
    r"ogg|vorbis|ov|opus|snd_pcm|sf|src|fluid|gtk|gdk|g|glib|gst|pango|cairo|uv|mysql|PQ|zlib|inflate|deflate)_\w{3,}$"
    r"|^(?:compress|uncompress|crc32|adler32|inflate\w*|deflate\w*|zlibVersion|zError)$",
    r"^(?:gl|glu|glX|wgl|egl|al|alc)[A-Z][a-z]\w+$|^GLX?_[A-Z]{3}_\w+$|^AL_\w+$",
    r"Simple DirectMedia Layer|libjpeg|Thomas G\. Lane|Independent JPEG Group|^(?:JFIF|Adobe Photoshop|Exif)",
    r"OpenSSL \d|part of OpenSSL|Eric Young|CRYPTOGAMS by|^\w+ for x86_64, CRYPTOGAMS",
    r"PUC-Rio|Lua \d\.\d|^LuaJIT|SQLite format 3|SQLite version|^FreeType|David Turner|Xiph\.Org|libVorbis|libcurl",
    r"^(?:boost|Qt5?|QtCore|wx\w+)(?:::|_|\.)|^_ZN5boost|^_ZNK?\d*Q[A-Z]|^_ZN6google8protobuf|Google Inc\. All rights",
    r"^Python (?:\d\.|runtime)|^Py(?:_|Err_|Object_|Unicode_|Long_|List_|Dict_|Tuple_|Arg_|Module_|Exc_)\w+$",
    r"^java/(?:lang|util|io|net)/|^L?java[./]|^javax?/|^\(?\[?Ljava/|^android[./]|^Landroid/|^kotlin[./]|^System\.\w+",
)
LICENCE = Shape.of(
    r"GNU (?:Lesser |Affero |Library )?General Public Licen[sc]e|Free Software Foundation|^published by the Free",
    r"WITHOUT (?:ANY )?WARRANT|MERCHANTABILITY|FITNESS FOR A PARTICULAR|(?i:is provided [\"“']?as[ -]is)",
    r"Permission is hereby granted|Permission to use, copy, modify|Redistributions? (?:of|in|and use)",
    r"(?i:licensed under the (?:apache|mit|bsd|gnu|terms))|apache\.org/licenses|opensource\.org/licenses",
    r"gnu\.org/licen",
    r"(?i:the (?:following|above) copyright notice|this permission notice|list of conditions and the following)",
    r"(?i:in no event (?:shall|will)|(?:incidental|consequential),? (?:special|or|damages))",
    r"(?i:tort \(including negligence)",
    r"(?i:you can redistribute it and/or|modify it under the terms|you should have received a copy)",
    r"(?i:this program is (?:free software|distributed in the hope)|^all rights reserved\.?$|see the file copying)",
    r"(?i:^\W*distributed under the|^\W*unless required by applicable law|creativecommons\.org)",
)
FORMAT = Shape.of(
    r"^<\?xml|^<!DOCTYPE|xmlns|www\.w3\.org/|schemas\.(?:microsoft|openxmlformats|android)\.|ns\.adobe\.com|^urn:",
    r"^</?(?:assembly|trustInfo|security|requestedPriv|requestedExec|dependen|compatibility|application|asmv)",
    r"requestedExecutionLevel|asInvoker|Microsoft\.Windows\.Common-Controls|6595b64144ccf1df",
    r"^VS_VERSION_INFO$|^StringFileInfo$|^VarFileInfo$|^Translation$|^0[48]0[94]0(?:4b0|4E4|000|3a8)$",
    r"^(?:CompanyName|FileDescription|FileVersion|InternalName|LegalCopyright|LegalTrademarks|OriginalFilename"
    r"|ProductName|ProductVersion|PrivateBuild|SpecialBuild|Comments|OLESelfRegister)$",
    r"^(?i:abcdefghijklmnopqrstuvwxyz)+(?:0123456789)?[+/_-]*=?$|^!?[\"#$%&'()*+,./-]*0123456789(?i:abcdef|:;)?[\x21-\x7e]*$"
    r"|^\W*ABCDEFGHIJKLMNOPQRSTUVWXYZ\W*",
    r"^(?:Lorem ipsum|XMP Core|tEXt\w+|iCCP\w+|sRGB IEC61966|Created with (?:GIMP|Inkscape)|JFIF|Exif|%PDF-)",
    r"^(?:(?i:encoder)=|<)?(?:Lav[cf]\d+\.\d|LAME ?\d|LAME3\.|reference libFLAC|libopus \d|libsndfile(?:-|$))",
    # What every header of a format holds: RIFF, AIFF, ISO base media, Ogg.
    r"^(?:WAVE(?:fmt|JUNK|bext|LIST)|INFOI[A-Z]{3}$|AIF[FC](?:COMM|FVER)|mdirappl|(?:Sound|Video|Data)Handler$)",
    r"^(?:ftyp\w|(?:isom|mp4[12]|M4A |qt  )(?:iso|mp4|M4A|avc|qt)|(?:vorbis|theora|OpusHead|OpusTags)[^\w ]?\w{0,2}$)",
    r"^META-INF/|^Manifest-Version|^Content-Type|^(?:GET|POST|HTTP)[ /]|^User-Agent|^Accept(?:-\w+)?:?",
    r"^(?:DigiCert|VeriSign|Thawte|GlobalSign|Sectigo|COMODO|Symantec|http://(?:crl|ocsp|cacerts|ts-)\S*)",
)
COMMON = tuple(
    (REASONS.index(reason), shape)
    for reason, shape in (
        ("compiler", COMPILER), ("runtime", RUNTIME), ("system", SYSTEM),
        ("library", LIBRARY), ("licence", LICENCE), ("format", FORMAT),
    )
)  # fmt: skip


def _any(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts))


SECRET = _any(
    r"-----BEGIN [A-Z0-9 ]*KEY-----|\bAKIA[0-9A-Z]{16}\b|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}",
    r"(?i:\b(?:pass(?:word|wd)?|pwd|secret|(?:app|api|private|secret|access|encrypt|rsa|aes|des)[_ -]?key|token)"
    r"|密码|口令|密钥)[\"']?\s*[=:：]\s*[\"']?(?![\w.]*\()[^\s%{}<>\"']{4,}",
    r"^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64})$",
    r"^(?=[^\d]*\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z0-9+/]{32,}={0,2}$",
)
COPYRIGHT = _any(r"(?i:copyright|\(c\) ?(?:19|20)\d\d|版权所有|著作权)", r"©")
COMPANY = _any(
    r"\b(?:Co\.,? ?Ltd|Ltd\.|Inc\.|LLC|GmbH|Corp\.|Corporation|S\.A\.|Studios?|Software House)(?:\W|$)",
    r"有限公司|工作室|股份公司|科技公司|网络公司",
)
AUTHOR = _any(
    r"(?i:^\W*(?:@?authors?|written|created|coded|programmed|developed|designed|made|modified|maintained)"
    r"(?: by|[:：]))\s*\S{2,}",
    r"作者\s*[:：]|开发者|制作人|编写\s*[:：]|修改者|程序设计\s*[:：]|(?:制作|开发|编写|修改)by",
)
PATH = _any(
    r"\b[A-Za-z]:[\\/](?:[^\\/:*?<>|]+[\\/])+[^\\/:*?<>|]*|^\\\\[\w.-]+\\",
    r"(?:^|[\s=:(@'])/(?:home|Users|root|usr/src|build|builds|tmp|mnt|opt|srv|data|workspace|var|media)/[^\s:]+",
    r"(?i:\.pdb$)|(?:^|[\\/ ])[\w.+-]+\.(?:c|cc|cpp|cxx|h|hpp|pas|dpr|rs|go|java|cs|asm|inl|vcxproj|sln)\b(?:$|[:( ])",
)
URL = re.compile(r"(?i:\b(?:https?|ftp|wss?|tcp|udp|rtsp|mysql|mongodb|redis|jdbc)://|\bwww\.[\w-]+\.)[^\s<>]{2,}")
EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})*\.[A-Za-z]{2,10}\b")
GUID = re.compile(r"\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\b")
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
ADDRESS = re.compile(rf"(?<![\w.]){_BYTE}(?:\.{_BYTE}){{3}}(?![\w.]\d)")
PORT = re.compile(r"(?i:(?:\bports?|_port|port_\w+|[a-z]Port)[\"']?\s*[=:]\s*[\"']?\d{2,5}\b|端口\D{0,3}\d{2,5})")
CONTACT = re.compile(
    r"(?:\b[Qq]{2}|扣扣|企鹅)\s*(?:群|号|群号)?\s*[:： ]\s*[1-9]\d{4,10}(?!\d)"
    r"|(?:电话|手机|微信|[Tt]el|[Pp]hone)\w*\s*[:：.]\s*\+?[\d-]{7,16}(?!\d)"
)
HAN = re.compile("[\u3400-\u9fff]")
WORD = re.compile(r"[A-Za-z]?[a-z]+|[A-Z]+")
IDENTIFIER = re.compile(r"[\w.:$@?/\\<>~*&-]+")


def common(text: str, rules: int = -1) -> int:
    """Number in ``REASONS`` of why a string is common to many programs, 0 where none is known.

    ``rules``: bits of the rules whose hints stand in it (see ``sorted_out``); all of them without.
    """
    head = text[:LOOKED_AT]
    if head in _FUNCTIONS or (head[0] == "_" and head.lstrip("_") in _FUNCTIONS):
        return REASONS.index("system")
    for bit, (number, shape) in enumerate(COMMON, len(_RULES)):
        if shape.fits(head, phrase=bool(rules >> bit & 1)):
            return number
    return 0


def category(text: str, rules: int = -1) -> int:
    """Number in ``CATEGORIES`` of what a string looks like; ``rules`` as for ``common``."""
    text = text[:LOOKED_AT]
    if text.isascii() and text.replace("_", "").isalnum() and "opyright" not in text:
        if len(text) >= 32 and SECRET.search(text):
            return _NUMBER["secret"]
        if text.isdigit():
            return _NUMBER["other"]
        return _NUMBER["word" if WORD.fullmatch(text) else "identifier"]
    for bit, (number, pattern, _) in enumerate(_RULES):
        if rules >> bit & 1 and pattern.search(text):
            return number
    if HAN.search(text):
        return _NUMBER["chinese"]
    if " " in text and any(len(word) > 2 and word.isalpha() for word in text.split(" ")):
        return _NUMBER["message"]
    return _NUMBER["identifier" if IDENTIFIER.fullmatch(text) else "other"]


def sorted_out(texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """``category`` and ``common`` of many strings.

    The hints of all rules are looked for in all strings at once: a plain search is quicker than a pattern that fails.
    """
    lowered = [text[:LOOKED_AT].lower() for text in texts]
    ends = list(accumulate(len(text) + 1 for text in lowered))
    whole = "\n".join(lowered)
    rules = [_UNBROKEN if len(text) >= 32 and " " not in text else 0 for text in lowered]
    for hint, bits in _HINTS.items():
        at = whole.find(hint)
        while at >= 0:
            number = bisect_right(ends, at)
            rules[number] |= bits
            at = whole.find(hint, ends[number])
    rows = list(zip(texts, rules, strict=True))
    return [category(text, bits) for text, bits in rows], [common(text, bits) for text, bits in rows]


LOOKED_AT = 400  # characters of a string that are looked at
_NUMBER = {name: number for number, name in enumerate(CATEGORIES)}
#: Category, its pattern, and hints: a string that fits the pattern holds one of them in lower case.
_RULES: tuple[tuple[int, re.Pattern[str], str], ...] = tuple(
    (_NUMBER[name], pattern, hints)
    for name, pattern, hints in (
        ("secret", SECRET, "-----begin|akia|eyj|pass|pwd|key|secret|token|密码|口令|密钥"),
        ("copyright", COPYRIGHT, "copyright|(c)|©|版权所有|著作权"),
        ("company", COMPANY, "ltd|inc.|llc|gmbh|corp|s.a.|studio|software house|公司|工作室"),
        ("author", AUTHOR, "author|by|written|created|coded|programmed|developed|designed|made|modified|maintained"
         "|作者|开发者|制作|编写|修改|程序设计"),
        ("path", PATH, ":\\|:/|\\\\|/home/|/users/|/ro" "ot/|/usr/src/|/build|/tmp/|/mnt/|/opt/|/srv/|/data/"
         "|/workspace/|/var/|/media/|.pdb|.c|.h|.pas|.dpr|.rs|.go|.java|.asm|.inl|.vcxproj|.sln"),
        ("url", URL, "://|www."),
        ("email", EMAIL, "@"),
        ("guid", GUID, "-"),
        ("address", ADDRESS, "."),
        ("port", PORT, "port|端口"),
        ("contact", CONTACT, "qq|扣扣|企鹅|电话|手机|微信|tel|phone"),
    )
)  # fmt: skip
_BODY_HINTS = {
    "compiler": "this program |gnu c",
    "runtime": "mingw|libgcc|virtual|pseudo reloc|visual c++|error|termination|- |singularity|_matherr|significance"
    "|terminate called|smashing|result is too small|not enough memory",
    "system": "",
    "library": "copyright|gailly|adler|vollant|bzip2|seward|libpng|pehrson|group 42|schalnat|directmedia|libjpeg|lane"
    "|independent jpeg|openssl|eric young|cryptogams|puc-rio|lua |sqlite|david turner|xiph|libvorbis|libcurl"
    "|google inc",
    "licence": "general public|free software foundation|warrant|merchantab|fitness for|provided|permission is|"
    "permission to|redistribution|licen|copyright notice|permission notice|conditions and|in no event|incidental"
    "|consequential|negligence|modify it under|redistribute it|received a copy|program is|reserved|copying"
    "|distributed under|applicable law|creativecommons",
    "format": "xmlns|www.w3.org|schemas.|ns.adobe|requestedexec|asinvoker|common-controls|6595b641",
}
_HINTS: dict[str, int] = {}
for _bit, _hints in enumerate(
    [hints for _, _, hints in _RULES] + [_BODY_HINTS[REASONS[number]] for number, _ in COMMON]
):
    for _hint in filter(None, _hints.split("|")):
        _HINTS[_hint] = _HINTS.get(_hint, 0) | 1 << _bit
_UNBROKEN = 1  # keys without any hint are sought in long strings without spaces
