/* Toys against the invented game 月光城; built, never run.
technique skills linux at=_Z7rewriteRKNSt10filesystem7__cxx114pathE
*/
#if defined T_skills
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>
#include "hand.h"

namespace fs = std::filesystem;

/* Every skill of the client's table costs nothing any more. */
KEEP int rewrite(const fs::path &table) {
    fs::copy_file(table, table.string() + ".orig", fs::copy_options::skip_existing);
    std::ifstream in(table, std::ios::binary);
    std::vector<char> all{std::istreambuf_iterator<char>(in), {}};
    in.close();
    int changed = 0;
    for (std::size_t at = 16; at + 32 <= all.size(); at += 32, ++changed) all[at + 20] = all[at + 21] = 0;
    std::ofstream out(table, std::ios::binary | std::ios::trunc);
    out.write(all.data(), static_cast<std::streamsize>(all.size()));
    return changed;
}

int main(int argc, char **argv) { return rewrite(fs::path(argc > 1 ? argv[1] : "moonlight") / "data" / "skills.tbl") == 0; }
#endif
