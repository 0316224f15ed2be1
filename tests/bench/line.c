/* The way into a server under load: a connection on loopback, plain or TLS, upgraded to a WebSocket.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "line.h"

#include "core/frame/websocket/handshake.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_MAX       4096 /* bytes of an answer */
#define PATIENCE       10   /* s for an answer */
#define RECEIVE_BUFFER (1 << 20)

void
bench_fail (const char *format, ...)
{
  g_autofree char *words = NULL;
  va_list          arguments;

  va_start (arguments, format);
  words = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("%s: %s\n", g_get_prgname (), words);
  exit (EXIT_FAILURE);
}

gsize
line_read (Line *line, guint8 *data, gsize size)
{
  ssize_t n = line->tls != NULL ? gnutls_record_recv (line->tls, data, size) : recv (line->fd, data, size, 0);

  if (n > 0)
    return (gsize)n;
  if (n == 0)
    bench_fail ("the server has hung up");
  if (line->tls != NULL && gnutls_error_is_fatal ((int)n))
    bench_fail ("cannot read: %s", gnutls_strerror ((int)n));
  if (line->tls == NULL && errno != EAGAIN && errno != EINTR)
    bench_fail ("cannot read: %s", g_strerror (errno));
  return 0;
}

gsize
line_write (Line *line, const guint8 *data, gsize length)
{
  ssize_t n = line->tls != NULL ? gnutls_record_send (line->tls, data, length) : send (line->fd, data, length, MSG_NOSIGNAL);

  if (n >= 0)
    return (gsize)n;
  if (line->tls != NULL && gnutls_error_is_fatal ((int)n))
    bench_fail ("cannot write: %s", gnutls_strerror ((int)n));
  if (line->tls == NULL && errno != EAGAIN && errno != EINTR)
    bench_fail ("cannot write: %s", g_strerror (errno));
  return 0;
}

static void
set_options (int fd)
{
  const struct timeval patience = { .tv_sec = PATIENCE };
  const int            on = 1, size = RECEIVE_BUFFER;

  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static int
open_connection (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  int                fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  if (fd < 0)
    bench_fail ("cannot open a socket: %s", g_strerror (errno));
  set_options (fd);
  if (connect (fd, (struct sockaddr *)&address, sizeof address) != 0)
    bench_fail ("cannot connect to port %u: %s", port, g_strerror (errno));
  return fd;
}

/* For as long as the program runs. */
static gnutls_certificate_credentials_t
no_credentials (void)
{
  static gnutls_certificate_credentials_t credentials;

  if (credentials == NULL && gnutls_certificate_allocate_credentials (&credentials) != 0)
    bench_fail ("no memory for TLS");
  return credentials;
}

static gnutls_session_t
shake_hands (int fd)
{
  gnutls_session_t session;
  int              result;

  gnutls_init (&session, GNUTLS_CLIENT);
  gnutls_set_default_priority (session);
  gnutls_credentials_set (session, GNUTLS_CRD_CERTIFICATE, no_credentials ());
  gnutls_transport_set_int (session, fd);
  do
    result = gnutls_handshake (session);
  while (result < 0 && !gnutls_error_is_fatal (result));
  if (result < 0)
    bench_fail ("no TLS: %s", gnutls_strerror (result));
  return session;
}

static void
send_request (Line *line, guint16 port, const char *target, const char *protocol)
{
  g_autofree char     *host = g_strdup_printf ("127.0.0.1:%u", port);
  const char          *protocols[] = { protocol, NULL };
  const guint8         nonce[BRIDGE_HANDSHAKE_NONCE_SIZE] = { 1, 2, 3 };
  char                 key[BRIDGE_HANDSHAKE_KEY_SIZE];
  BridgeBytes          request = { 0 };
  BridgeHandshakeOffer offer = { .host = host, .target = target, .key = key, .protocols = protocol != NULL ? protocols : NULL };

  bridge_handshake_key (key, nonce);
  if (bridge_handshake_put_request (&request, &offer) != BRIDGE_STATUS_OK)
    bench_fail ("“%s” is no target", target);
  if (line_write (line, request.data, request.length) != request.length)
    bench_fail ("a request does not go out");
  bridge_bytes_clear (&request);
}

/* Byte by byte, so that what lies behind it stays where it is. */
static void
take_answer (Line *line)
{
  g_autoptr (GString) head = g_string_new (NULL);
  gint64 until = g_get_monotonic_time () + PATIENCE * G_USEC_PER_SEC;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      guint8 byte;

      if (line_read (line, &byte, 1) == 1)
        g_string_append_c (head, (char)byte);
      else if (g_get_monotonic_time () > until)
        bench_fail ("an upgrade is not answered");
      if (head->len == HEAD_MAX)
        bench_fail ("the answer to an upgrade has no end");
    }
  if (!g_str_has_prefix (head->str, "HTTP/1.1 101"))
    bench_fail ("an upgrade is answered with “%.*s”", (int)strcspn (head->str, "\r"), head->str);
}

Line
line_dial (guint16 port, gboolean tls, const char *target, const char *protocol)
{
  Line line = { .fd = open_connection (port) };

  if (tls)
    line.tls = shake_hands (line.fd);
  send_request (&line, port, target, protocol);
  take_answer (&line);
  if (fcntl (line.fd, F_SETFL, O_NONBLOCK) != 0)
    bench_fail ("a socket goes on blocking: %s", g_strerror (errno));
  return line;
}

void
line_hang_up (Line *line)
{
  if (line->tls != NULL)
    gnutls_deinit (line->tls);
  close (line->fd);
}
