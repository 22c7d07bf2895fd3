/* Toys against the invented game 月光城; built, never run.
technique duplicate windows libs=d3d11,dxgi at=_ZN7Desktop4takeERSt6vectorIhSaIhEE,_ZN7DesktopC1Ev
technique backbuffer windows-library libs=d3d9 at=_Z5frameP16IDirect3DDevice9
*/
#if defined T_duplicate
#include <windows.h>
#include <d3d11.h>
#include <dxgi1_2.h>
#include <cstring>
#include <vector>
#include "hand.h"

class Desktop {
    ID3D11Device *device_ = nullptr;
    ID3D11DeviceContext *context_ = nullptr;
    IDXGIOutputDuplication *copy_ = nullptr;
public:
    KEEP Desktop() {
        IDXGIDevice *d = nullptr;
        IDXGIAdapter *a = nullptr;
        IDXGIOutput *o = nullptr;
        IDXGIOutput1 *o1 = nullptr;
        F(D3D11CreateDevice)(nullptr, D3D_DRIVER_TYPE_HARDWARE, nullptr, 0, nullptr, 0, D3D11_SDK_VERSION, &device_, nullptr, &context_);
        if (device_ && SUCCEEDED(device_->QueryInterface(__uuidof(IDXGIDevice), reinterpret_cast<void **>(&d))) &&
            SUCCEEDED(d->GetAdapter(&a)) && SUCCEEDED(a->EnumOutputs(0, &o)) &&
            SUCCEEDED(o->QueryInterface(__uuidof(IDXGIOutput1), reinterpret_cast<void **>(&o1))))
            o1->DuplicateOutput(device_, &copy_);
    }
    KEEP bool take(std::vector<BYTE> &to) {
        DXGI_OUTDUPL_FRAME_INFO info;
        IDXGIResource *r = nullptr;
        ID3D11Texture2D *texture = nullptr, *plain = nullptr;
        D3D11_TEXTURE2D_DESC d;
        D3D11_MAPPED_SUBRESOURCE m;
        if (!copy_ || FAILED(copy_->AcquireNextFrame(200, &info, &r))) return false;
        r->QueryInterface(__uuidof(ID3D11Texture2D), reinterpret_cast<void **>(&texture));
        texture->GetDesc(&d);
        d.Usage = D3D11_USAGE_STAGING;
        d.CPUAccessFlags = D3D11_CPU_ACCESS_READ;
        d.BindFlags = d.MiscFlags = 0;
        device_->CreateTexture2D(&d, nullptr, &plain);
        context_->CopyResource(plain, texture);
        if (SUCCEEDED(context_->Map(plain, 0, D3D11_MAP_READ, 0, &m))) {
            to.resize(m.RowPitch * d.Height);
            std::memcpy(to.data(), m.pData, to.size());
            context_->Unmap(plain, 0);
        }
        plain->Release();
        texture->Release();
        copy_->ReleaseFrame();
        return !to.empty();
    }
};

int main() {
    Desktop desktop;
    std::vector<BYTE> dots;
    while (!desktop.take(dots)) Sleep(10);
    return dots[2] > 200;
}
#elif defined T_backbuffer
#include <windows.h>
#include <d3d9.h>
#include "hand.h"

/* The picture that stands on the whole screen, as the card has it. */
KEEP DWORD frame(IDirect3DDevice9 *device) {
    IDirect3DSurface9 *s = nullptr;
    D3DLOCKED_RECT r;
    DWORD middle = 0;
    if (FAILED(device->CreateOffscreenPlainSurface(1920, 1080, D3DFMT_A8R8G8B8, D3DPOOL_SYSTEMMEM, &s, nullptr))) return 0;
    if (SUCCEEDED(device->GetFrontBufferData(0, s)) && SUCCEEDED(s->LockRect(&r, nullptr, D3DLOCK_READONLY))) {
        middle = reinterpret_cast<DWORD *>(static_cast<BYTE *>(r.pBits) + 540 * r.Pitch)[960];
        s->UnlockRect();
    }
    s->Release();
    return middle;
}

extern "C" __declspec(dllexport) int target_is_red(void) {
    IDirect3D9 *d3d = F(Direct3DCreate9)(D3D_SDK_VERSION);
    D3DPRESENT_PARAMETERS p = {};
    IDirect3DDevice9 *device = nullptr;
    p.Windowed = TRUE;
    p.SwapEffect = D3DSWAPEFFECT_DISCARD;
    p.hDeviceWindow = GetDesktopWindow();
    if (!d3d || FAILED(d3d->CreateDevice(0, D3DDEVTYPE_HAL, p.hDeviceWindow, D3DCREATE_SOFTWARE_VERTEXPROCESSING, &p, &device))) return 0;
    DWORD c = frame(device);
    device->Release();
    d3d->Release();
    return (c >> 16 & 255) > 180 && (c & 255) < 60;
}
#endif
