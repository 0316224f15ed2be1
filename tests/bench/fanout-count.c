/* Counts what a server sends: these stand before the C library's, for every library of the process.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "fanout-serve.h"

#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static _Atomic guint64 n_sends;

static void
count (void)
{
  atomic_fetch_add_explicit (&n_sends, 1, memory_order_relaxed);
}

guint64
fanout_n_sends (void)
{
  return atomic_load_explicit (&n_sends, memory_order_relaxed);
}

ssize_t
send (int fd, const void *data, size_t length, int flags)
{
  count ();
  return syscall (SYS_sendto, fd, data, length, flags, NULL, 0);
}

ssize_t
sendmsg (int fd, const struct msghdr *message, int flags)
{
  count ();
  return syscall (SYS_sendmsg, fd, message, flags);
}

ssize_t
writev (int fd, const struct iovec *pieces, int n_pieces)
{
  count ();
  return syscall (SYS_writev, fd, pieces, n_pieces);
}
