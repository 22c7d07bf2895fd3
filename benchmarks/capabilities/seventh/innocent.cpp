/* Ordinary programs, near to the others by what they call; built, never run.
technique settings linux
technique inventory windows
technique relay_log linux
technique colours windows libs=gdi32
*/
#if defined T_settings
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include "hand.h"

/* Keeps its own settings: writes them anew and puts the new file in the place of the old one. */
class Settings {
    std::filesystem::path path_;
    std::map<std::string, std::string> all_;
public:
    explicit Settings(std::filesystem::path path) : path_(std::move(path)) {
        std::ifstream in(path_);
        for (std::string line; std::getline(in, line);)
            if (auto at = line.find('='); at != line.npos) all_[line.substr(0, at)] = line.substr(at + 1);
    }
    std::string &operator[](const std::string &name) { return all_[name]; }
    KEEP void save() const {
        auto fresh = path_;
        fresh += ".new";
        {
            std::ofstream out(fresh, std::ios::trunc);
            for (const auto &[name, value] : all_) out << name << '=' << value << '\n';
        }
        std::filesystem::rename(fresh, path_);
    }
};

int main(int argc, char **argv) {
    Settings s("reader.conf");
    if (argc > 2) s[argv[1]] = argv[2];
    else if (argc > 1) std::cout << s[argv[1]] << '\n';
    s.save();
}
#elif defined T_inventory
#include <windows.h>
#include <iostream>
#include <string>
#include <vector>
#include "hand.h"

/* The windows on the desk and how large they are, for those who write manuals. */
struct Seen { std::wstring title; RECT place; };

static BOOL CALLBACK each(HWND w, LPARAM to) {
    wchar_t title[200];
    Seen s;
    if (!F(IsWindowVisible)(w) || !F(GetWindowTextW)(w, title, 200)) return TRUE;
    F(GetWindowRect)(w, &s.place);
    s.title = title;
    reinterpret_cast<std::vector<Seen> *>(to)->push_back(s);
    return TRUE;
}

int main() {
    std::vector<Seen> all;
    F(EnumWindows)(each, reinterpret_cast<LPARAM>(&all));
    for (const auto &s : all)
        std::wcout << s.place.right - s.place.left << L"x" << s.place.bottom - s.place.top << L" " << s.title << L"\n";
}
#elif defined T_relay_log
#include <cstdio>
#include <ctime>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include "hand.h"

/* Runs a program and sets the time before each of its lines. */
KEEP int run(char **argv) {
    int ends[2];
    if (pipe(ends)) return 1;
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        execvp(argv[0], argv);
        _exit(127);
    }
    close(ends[1]);
    std::string line;
    char b[512];
    for (ssize_t n; (n = read(ends[0], b, sizeof b)) > 0;)
        for (ssize_t i = 0; i < n; ++i) {
            line += b[i];
            if (b[i] != '\n') continue;
            std::printf("%ld %s", long(time(nullptr)), line.c_str());
            line.clear();
        }
    int state = 0;
    waitpid(child, &state, 0);
    return WIFEXITED(state) ? WEXITSTATUS(state) : 1;
}

int main(int argc, char **argv) { return argc > 1 ? run(argv + 1) : 2; }
#elif defined T_colours
#include <windows.h>
#include <cstdio>
#include "hand.h"

/* Counts the colours of a picture in a file. */
KEEP int colours(const char *path) {
    auto bitmap = static_cast<HBITMAP>(F(LoadImageA)(nullptr, path, IMAGE_BITMAP, 0, 0, LR_LOADFROMFILE | LR_CREATEDIBSECTION));
    BITMAP b;
    if (!bitmap || !F(GetObjectA)(bitmap, sizeof b, &b)) return -1;
    HDC memory = F(CreateCompatibleDC)(nullptr);
    HGDIOBJ was = F(SelectObject)(memory, bitmap);
    static unsigned char seen[1 << 15];
    int count = 0;
    for (int y = 0; y < b.bmHeight; ++y)
        for (int x = 0; x < b.bmWidth; ++x) {
            COLORREF c = F(GetPixel)(memory, x, y);
            unsigned at = (c >> 3 & 31) | (c >> 11 & 31) << 5 | (c >> 19 & 31) << 10;
            count += !seen[at];
            seen[at] = 1;
        }
    F(SelectObject)(memory, was);
    F(DeleteDC)(memory);
    F(DeleteObject)(bitmap);
    return count;
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; ++i) std::printf("%d %s\n", colours(argv[i]), argv[i]);
}
#endif
