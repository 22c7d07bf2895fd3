/* Toys against the invented game 月光城; built, never run.
technique table windows-library libs=d3d9 at=_ZN7Overlay4hookEPPv
*/
#if defined T_table
#include <windows.h>
#include <d3d9.h>
#include "hand.h"

class Overlay {
    using EndScene = HRESULT(WINAPI *)(IDirect3DDevice9 *);
    static EndScene before_;
    static HRESULT WINAPI draw(IDirect3DDevice9 *device) {
        D3DRECT mark = {10, 10, 14, 14};
        device->Clear(1, &mark, D3DCLEAR_TARGET, D3DCOLOR_XRGB(255, 0, 0), 0, 0);
        return before_(device);
    }
public:
    static KEEP void hook(void **methods) {
        DWORD old;
        F(VirtualProtect)(methods + 42, sizeof(void *), PAGE_EXECUTE_READWRITE, &old);
        before_ = reinterpret_cast<EndScene>(methods[42]);
        methods[42] = reinterpret_cast<void *>(draw);
        F(VirtualProtect)(methods + 42, sizeof(void *), old, &old);
    }
};
Overlay::EndScene Overlay::before_;

static DWORD WINAPI begin(void *) {
    IDirect3D9 *d3d = Direct3DCreate9(D3D_SDK_VERSION);
    D3DPRESENT_PARAMETERS how = {};
    how.Windowed = TRUE;
    how.SwapEffect = D3DSWAPEFFECT_DISCARD;
    how.hDeviceWindow = GetDesktopWindow();
    IDirect3DDevice9 *device = nullptr;
    if (d3d && SUCCEEDED(d3d->CreateDevice(0, D3DDEVTYPE_HAL, how.hDeviceWindow, D3DCREATE_SOFTWARE_VERTEXPROCESSING, &how, &device))) {
        Overlay::hook(*reinterpret_cast<void ***>(device));
        device->Release();
    }
    return 0;
}

extern "C" BOOL WINAPI DllMain(HINSTANCE, DWORD why, void *) {
    if (why == DLL_PROCESS_ATTACH) CreateThread(nullptr, 0, begin, nullptr, 0, nullptr);
    return TRUE;
}
#endif
