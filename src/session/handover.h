/* What one thread hands to another by way of GLib, told to ThreadSanitizer, which cannot see into GLib.
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GLib is not built with it, and its locks are futexes of its own: what was written before a source was attached, or a task
 * returned, seems to be read by the other thread without any order. So the one who hands over says release, and the one who
 * takes over says acquire, of the same address. Without ThreadSanitizer both are nothing. */
#pragma once

#if defined __SANITIZE_THREAD__
#  define BRIDGE_IS_THREAD_SANITIZED 1
#elif defined __has_feature
#  if __has_feature(thread_sanitizer)
#    define BRIDGE_IS_THREAD_SANITIZED 1
#  endif
#endif

#ifdef BRIDGE_IS_THREAD_SANITIZED
#  include <sanitizer/tsan_interface.h>
#  define bridge_handover_release(address) __tsan_release (address)
#  define bridge_handover_acquire(address) __tsan_acquire (address)
#else
#  define bridge_handover_release(address) ((void)(address))
#  define bridge_handover_acquire(address) ((void)(address))
#endif
