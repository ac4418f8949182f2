/**
 * What XFD makes of XSAVE and XRSTOR, and how the kernel keeps the MSR.
 *
 * Of component i, where XCR0[i] = XFD[i] = 1 (SDM volume 1, 13.14):
 *   XSAVE*   raises no #NM and stores XSTATE_BV[i] = 0, as if the component were in its initial state;
 *   XRSTOR*  raises #NM where XSTATE_BV[i] = 1 in memory, and makes the component initial where it is 0;
 *   XFD      itself leaves the registers as they are.
 *
 * The comment in restore_fpregs_from_fpstate says of XRSTOR that the component would stay in, or go into, its initial state.
 * The log of b45f72177594, with its trace of a panic, says #NM; that is what is modelled.
 */

import type { Context } from "preempt";
import { init, switchFpuReturn as machinesReturn, savedFpu } from "../machine/index.js";
import { claimNames } from "./expected.js";
import type { Variables, Xfd } from "./variables.js";

type Kernel = Context<Variables>;

/** `fpstate->xfd` of the buffer that `fpu->fpstate` points to. */
export function fpstateXfd({ current, vcpu }: Kernel): Xfd {
  return current.fpstate === "guest_fpu" ? vcpu.guestFpu.xfd : current.xfd;
}

/** The direct write of the MSR, and of the cache with it. */
export function writeXfd({ here }: Kernel, xfd: Xfd): void {
  here.xfd = xfd;
  here.xfdState = xfd;
}

/** `xfd_update_state`: writes the MSR where this CPU's cache says that it differs. */
export function xfdUpdateState(k: Kernel, { skips = true }: { readonly skips?: boolean } = {}): void {
  const xfd = fpstateXfd(k);
  if (k.here.xfdState !== xfd || !skips) writeXfd(k, xfd);
}

/** `os_xsave` to the current buffer: its mask is `fpstate->xfeatures`, so that a buffer without room gets nothing. */
export function osXsave({ here, current, vcpu }: Kernel): void {
  const guest = current.fpstate === "guest_fpu";
  const room = guest ? vcpu.guestFpu.buffer : current.xfd === 0;
  const image = here.xfd === 1 || !room ? init : here.fpregs;
  if (guest) current.guestFpu = image;
  else current.fpu = image;
}

/** `os_xrstor` from the current buffer: its mask is `max_features`, so that what the buffer has no room for becomes initial. */
export function osXrstor(k: Kernel): void {
  const image = savedFpu(k);
  if (image !== init && k.here.xfd === 1) {
    k.fail(claimNames.X1, "XRSTOR with XSTATE_BV[18] = XFD[18] = 1");
    k.halt("#NM in the kernel");
    return;
  }
  k.here.fpregs = image;
}

/** `restore_fpregs_from_fpstate`: XFD first. */
export function restoreFpregs(k: Kernel, options?: { readonly skips?: boolean }): void {
  xfdUpdateState(k, options);
  osXrstor(k);
}

/** `switch_fpu_return`, with this restore. */
export function switchFpuReturn(k: Kernel, options?: { readonly skips?: boolean }): void {
  machinesReturn(k, { load: () => restoreFpregs(k, options) });
}
