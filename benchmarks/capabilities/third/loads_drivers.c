/* technique two_steps windows at=create libs=advapi32 */
#include "common.h"
APART static SC_HANDLE create(SC_HANDLE m, const char *name, const char *path) {
    SC_HANDLE s = OpenServiceA(m, name, SERVICE_ALL_ACCESS);
    return s ? s : F(CreateServiceA)(m, name, name, SERVICE_ALL_ACCESS, 1, 3, 1, path, 0, 0, 0, 0, 0);
}
APART static BOOL begin(SC_HANDLE s) { return F(StartServiceA)(s, 0, 0) || GetLastError() == ERROR_SERVICE_ALREADY_RUNNING; }
int main(int n, char **words) { return !begin(create(F(OpenSCManagerA)(0, 0, 2), "mcio", words[n - 1])); }
