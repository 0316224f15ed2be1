/* Whom a guest trusts: the one certificate of its link, or whom the system vouches for, and nobody below TLS 1.2.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "harness.h"
#include "tls-peer.h"

#include "core/frame/websocket/connection.h"
#include "session/card.h"
#include "session/error.h"
#include "session/link.h"

#include <glib/gstdio.h>
#include <string.h>

#define TOKEN "AAAAAAAAAAAAAAAAAAAAAA"
#define CARD                                                                           \
  "HTTP/1.1 200 OK\r\nConnection: close\r\nDrawbridge-Protocol: drawbridge.v1\r\n\r\n" \
  "{\"drawbridge\":1,\"protocol\":\"drawbridge.v1\",\"full\":false,\"title\":\"T\",\"people\":1,\"items\":2,\"host\":\"H\"}"

/* Of this whole program: one authority that the system trusts, and one that it does not know. */
static char *trusted, *unknown;

typedef struct
{
  BridgeLink *link;
  gboolean    opened;
  GString    *messages;
  guint       n_drained;
  gboolean    closed;
  GError     *error;
} Owner;

static void
on_opened (gpointer data)
{
  ((Owner *)data)->opened = TRUE;
}

static void
on_message (gpointer data, BridgeOpcode opcode, const guint8 *payload, gsize length)
{
  g_string_append_len (((Owner *)data)->messages, (const char *)payload, length);
}

static void
on_drained (gpointer data)
{
  ((Owner *)data)->n_drained++;
}

static void
on_closed (gpointer data, const GError *error)
{
  Owner *owner = data;

  owner->closed = TRUE;
  owner->error = error != NULL ? g_error_copy (error) : NULL;
  bridge_link_close (g_steal_pointer (&owner->link));
}

static const BridgeLinkHandlers handlers = {
  .opened = on_opened,
  .message = on_message,
  .drained = on_drained,
  .closed = on_closed,
};

static void
open_owner (Owner *owner, BridgeInvite *invite)
{
  *owner = (Owner){ .messages = g_string_new (NULL) };
  owner->link = bridge_link_open (invite, &handlers, owner);
}

static void
clear_owner (Owner *owner)
{
  g_clear_pointer (&owner->link, bridge_link_close);
  g_string_free (owner->messages, TRUE);
  g_clear_error (&owner->error);
}

static BridgeInvite *
pinned (guint16 port, const char *pem)
{
  g_autofree char *fingerprint = tls_identity_fingerprint (pem);

  return bridge_invite_new (BRIDGE_SCHEME_DRAWBRIDGE, "127.0.0.1", port, "room", TOKEN, fingerprint);
}

static BridgeInvite *
checked (guint16 port)
{
  return bridge_invite_new (BRIDGE_SCHEME_WSS, "127.0.0.1", port, "room", TOKEN, NULL);
}

static void
expect_words (const GError *error, int code, const char *says)
{
  g_test_message ("%s", error != NULL ? error->message : "no error");
  g_assert_error (error, BRIDGE_ERROR, code);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_null (strstr (error->message, TOKEN));
}

static void
expect_link_fails (BridgeInvite *invite, int code, const char *says)
{
  Owner owner;

  open_owner (&owner, invite);
  WAIT_FOR (owner.closed);
  g_assert_false (owner.opened);
  expect_words (owner.error, code, says);
  clear_owner (&owner);
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static BridgeCard *
fetch (BridgeInvite *invite, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  bridge_card_fetch_async (invite, NULL, on_fetched, &result);
  WAIT_FOR (result != NULL);
  return bridge_card_fetch_finish (result, error);
}

static void
expect_card_fails (BridgeInvite *invite, int code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fetch (invite, &error));
  expect_words (error, code, says);
}

/* Neither the link nor the card comes about, and the other side has not got a byte within TLS. */
static void
expect_nothing_sent (const char *pem, const char *priority, BridgeInvite *(*invite_to) (guint16 port, const char *pem), const char *link_pem, const char *says)
{
  const TlsPeerOptions options = { .pem = pem, .priority = priority, .talk = tls_peer_answer, .answer = CARD };
  TlsPeer             *peer = tls_peer_new (&options);
  g_autoptr (BridgeInvite) invite = invite_to (tls_peer_port (peer), link_pem);
  g_autofree char *received = NULL;

  expect_link_fails (invite, BRIDGE_ERROR_CERTIFICATE, says);
  expect_card_fails (invite, BRIDGE_ERROR_CERTIFICATE, says);
  received = tls_peer_received (peer);
  g_assert_cmpstr (received, ==, "");
  tls_peer_free (peer);
}

static BridgeInvite *
checked_anyhow (guint16 port, const char *pem)
{
  return checked (port);
}

static void
greet (TlsPeer *peer, gnutls_session_t session)
{
  BridgeBytes frames = { 0 };
  guint8      rest[256];

  tls_peer_upgrade (peer, session);
  for (int i = 0; i < 3; i++)
    bridge_frame_put (&frames, BRIDGE_OPCODE_BINARY, "hello ", 6);
  tls_peer_write (peer, session, frames.data, frames.length);
  bridge_bytes_clear (&frames);
  while (tls_peer_read (peer, session, rest, sizeof rest) > 0)
    ;
}

static void
expect_greeting (BridgeInvite *invite)
{
  Owner owner;

  open_owner (&owner, invite);
  WAIT_FOR (owner.closed || owner.messages->len >= 18);
  g_assert_no_error (owner.error);
  g_assert_true (owner.opened);
  g_assert_cmpstr (owner.messages->str, ==, "hello hello hello ");
  clear_owner (&owner);
}

static void
test_pinned_link (void)
{
  static const char *const priorities[] = { NULL, "NORMAL:-VERS-ALL:+VERS-TLS1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.3" };
  const TlsIdentity        own = { .name = "elsewhere.example", .expired = TRUE }; /* which the pin does not care about */
  g_autofree char         *pem = tls_identity_make (&own);

  for (gsize i = 0; i < G_N_ELEMENTS (priorities); i++)
    {
      const TlsPeerOptions options = { .pem = pem, .priority = priorities[i], .talk = greet };
      TlsPeer             *peer = tls_peer_new (&options);
      g_autoptr (BridgeInvite) invite = pinned (tls_peer_port (peer), pem);
      g_autofree char *protocol = NULL;

      expect_greeting (invite);
      protocol = tls_peer_protocol (peer);
      g_assert_cmpstr (protocol, ==, "http/1.1");
      tls_peer_free (peer);
    }
}

static void
test_pinned_card (void)
{
  const TlsIdentity    own = { 0 };
  g_autofree char     *pem = tls_identity_make (&own);
  const TlsPeerOptions options = { .pem = pem, .talk = tls_peer_answer, .answer = CARD };
  TlsPeer             *peer = tls_peer_new (&options);
  g_autoptr (BridgeInvite) invite = pinned (tls_peer_port (peer), pem);
  g_autoptr (GError) error = NULL;
  g_autoptr (BridgeCard) card = fetch (invite, &error);
  g_autofree char *received = tls_peer_received (peer);

  g_assert_no_error (error);
  g_assert_cmpuint (card->items, ==, 2);
  g_assert_true (g_str_has_prefix (received, "GET /room HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (received, "Authorization: Bearer " TOKEN "\r\n"));
  tls_peer_free (peer);
}

/* That an authority of the system has signed it, for that very address, makes no difference. */
static void
test_other_certificate (void)
{
  const TlsIdentity one = { 0 };
  const TlsIdentity vouched = { .issuer = trusted, .name = "127.0.0.1" };
  g_autofree char  *meant = tls_identity_make (&one);
  g_autofree char  *other = tls_identity_make (&one);
  g_autofree char  *authorized = tls_identity_make (&vouched);

  expect_nothing_sent (other, NULL, pinned, meant, "not the host that this link was made for");
  expect_nothing_sent (authorized, NULL, pinned, meant, "not the host that this link was made for");
}

/* By name, and by address. */
static void
test_authority (void)
{
  static const char *const hosts[] = { "localhost", "127.0.0.1" };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      const TlsIdentity    good = { .issuer = trusted, .name = hosts[i] };
      g_autofree char     *pem = tls_identity_make (&good);
      const TlsPeerOptions greeting = { .pem = pem, .talk = greet };
      const TlsPeerOptions card_only = { .pem = pem, .talk = tls_peer_answer, .answer = CARD };
      TlsPeer             *one = tls_peer_new (&greeting);
      TlsPeer             *two = tls_peer_new (&card_only);
      g_autoptr (BridgeInvite) to_one = bridge_invite_new (BRIDGE_SCHEME_WSS, hosts[i], tls_peer_port (one), "room", TOKEN, NULL);
      g_autoptr (BridgeInvite) to_two = bridge_invite_new (BRIDGE_SCHEME_WSS, hosts[i], tls_peer_port (two), "room", TOKEN, NULL);
      g_autoptr (BridgeCard) card = NULL;
      g_autofree char *received = NULL;

      expect_greeting (to_one);
      card = fetch (to_two, NULL);
      received = tls_peer_received (two);
      g_assert_nonnull (card);
      g_assert_nonnull (strstr (received, "Authorization: Bearer " TOKEN "\r\n"));
      tls_peer_free (one);
      tls_peer_free (two);
    }
}

static void
test_no_authority (void)
{
  const TlsIdentity misnamed = { .issuer = trusted, .name = "elsewhere.example" };
  const TlsIdentity late = { .issuer = trusted, .name = "127.0.0.1", .expired = TRUE };
  const TlsIdentity strange = { .issuer = unknown, .name = "127.0.0.1" };
  const TlsIdentity own = { .name = "127.0.0.1" };
  g_autofree char  *one = tls_identity_make (&misnamed);
  g_autofree char  *two = tls_identity_make (&late);
  g_autofree char  *three = tls_identity_make (&strange);
  g_autofree char  *four = tls_identity_make (&own);

  expect_nothing_sent (one, NULL, checked_anyhow, NULL, "belongs to another name");
  expect_nothing_sent (two, NULL, checked_anyhow, NULL, "not valid at this time");
  expect_nothing_sent (three, NULL, checked_anyhow, NULL, "no authority");
  expect_nothing_sent (four, NULL, checked_anyhow, NULL, "no authority");
}

static void
test_old_tls (void)
{
  const TlsIdentity own = { 0 };
  const TlsIdentity good = { .issuer = trusted, .name = "127.0.0.1" };
  g_autofree char  *pem = tls_identity_make (&own);
  g_autofree char  *authorized = tls_identity_make (&good);

  expect_nothing_sent (pem, "NORMAL:-VERS-ALL:+VERS-TLS1.1", pinned, pem, "too old");
  expect_nothing_sent (pem, "NORMAL:-VERS-ALL:+VERS-TLS1.0", pinned, pem, "too old");
  expect_nothing_sent (authorized, "NORMAL:-VERS-ALL:+VERS-TLS1.1", checked_anyhow, NULL, "too old");
}

/* Servers that do not know TLS, and say so, say nothing that makes sense, or hang up. */
static void
test_not_tls (void)
{
  static const char *const answers[] = { "HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "" };
  const TlsIdentity        own = { 0 };
  g_autofree char         *pem = tls_identity_make (&own);

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      HarnessPeer *peer = harness_peer_new (answers[i], strlen (answers[i]), TRUE);
      g_autoptr (BridgeInvite) one = pinned (harness_peer_port (peer), pem);
      g_autoptr (BridgeInvite) two = checked (harness_peer_port (peer));

      expect_link_fails (one, BRIDGE_ERROR_NOT_A_SERVER, "cannot make the encrypted");
      expect_link_fails (two, BRIDGE_ERROR_NOT_A_SERVER, "cannot make the encrypted");
      expect_card_fails (one, BRIDGE_ERROR_NOT_A_SERVER, "cannot make the encrypted");
      expect_card_fails (two, BRIDGE_ERROR_NOT_A_SERVER, "cannot make the encrypted");
      harness_peer_free (peer);
    }
}

/* It takes what it gets, and says nothing. */
static void
test_silent (void)
{
  HarnessPeer      *peer = harness_peer_new (NULL, 0, FALSE);
  const TlsIdentity own = { 0 };
  g_autofree char  *pem = tls_identity_make (&own);
  g_autoptr (BridgeInvite) invite = pinned (harness_peer_port (peer), pem);
  Owner owner;

  open_owner (&owner, invite);
  bridge_link_set_clocks (owner.link, 300, 1000, 1000);
  WAIT_FOR (owner.closed);
  g_assert_error (owner.error, BRIDGE_ERROR, BRIDGE_ERROR_NOT_A_SERVER);
  clear_owner (&owner);
  harness_peer_free (peer);
}

/* The link is plain, the server is not. */
static void
test_plain_link (void)
{
  const TlsIdentity    own = { 0 };
  g_autofree char     *pem = tls_identity_make (&own);
  const TlsPeerOptions options = { .pem = pem, .talk = tls_peer_answer, .answer = CARD };
  TlsPeer             *peer = tls_peer_new (&options);
  g_autoptr (BridgeInvite) invite = bridge_invite_new (BRIDGE_SCHEME_WS, "127.0.0.1", tls_peer_port (peer), "room", TOKEN, NULL);

  expect_link_fails (invite, BRIDGE_ERROR_NOT_A_SERVER, "expects an encrypted connection");
  tls_peer_free (peer);
}

/* Our own server, with an identity of its own. */
static BridgeServer *
start_server (const char *pem)
{
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (pem, -1, NULL);
  const BridgeServerOptions options = { .listen = "127.0.0.1", .title = "A title", .certificate = certificate };
  BridgeServer             *server = bridge_server_new (&options);
  g_autoptr (GError) error = NULL;

  bridge_server_start (server, &error);
  g_assert_no_error (error);
  return server;
}

static void
test_server (void)
{
  const TlsIdentity own = { 0 };
  g_autofree char  *pem = tls_identity_make (&own);
  g_autofree char  *other = tls_identity_make (&own);
  g_autofree char  *fingerprint = tls_identity_fingerprint (pem);
  BridgeServer     *server = start_server (pem);
  BridgeInvite     *invite = bridge_server_get_invite (server);
  g_autoptr (BridgeInvite) impostor = pinned (invite->port, other);
  g_autoptr (BridgeInvite) plain = bridge_invite_new (BRIDGE_SCHEME_WS, "127.0.0.1", invite->port, invite->room, invite->token, NULL);
  g_autoptr (BridgeCard) card = NULL;
  Owner owner;

  g_assert_cmpstr (invite->fingerprint, ==, fingerprint);
  open_owner (&owner, invite);
  WAIT_FOR (owner.opened || owner.closed);
  g_assert_no_error (owner.error);
  clear_owner (&owner);
  card = fetch (invite, NULL);
  g_assert_cmpstr (card->title, ==, "A title");
  expect_link_fails (impostor, BRIDGE_ERROR_CERTIFICATE, "not the host");
  expect_link_fails (plain, BRIDGE_ERROR_NOT_A_SERVER, "expects an encrypted connection");
  harness_stop_server (server);
}

#define LARGE (6u << 20)

/* Waits a while before it reads, so that the guest's writes are blocked again and again; then tells the sum. */
static void
sum_up (TlsPeer *peer, gnutls_session_t session)
{
  const BridgeConnectionOptions options = { .role = BRIDGE_ROLE_SERVER, .frame_limit = LARGE, .message_limit = LARGE };
  BridgeConnection              connection;
  BridgeConnectionEvent         event;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *data = g_malloc (4096);
  gsize              n, total = 0;

  tls_peer_upgrade (peer, session);
  bridge_connection_init (&connection, &options);
  while (total < LARGE && (n = tls_peer_read (peer, session, data, 4096)) > 0)
    {
      bridge_connection_feed (&connection, data, n);
      while (bridge_connection_next (&connection, &event))
        if (event.type == BRIDGE_CONNECTION_BINARY)
          {
            g_checksum_update (checksum, event.data, (gssize)event.length);
            total += event.length;
          }
    }
  bridge_connection_send (&connection, BRIDGE_OPCODE_BINARY, g_checksum_get_string (checksum), strlen (g_checksum_get_string (checksum)));
  tls_peer_write (peer, session, connection.output.data, connection.output.length);
  bridge_connection_clear (&connection);
}

/* More is sent while some is blocked. */
static void
send_random (BridgeLink *link, GChecksum *checksum)
{
  g_autofree guint8 *data = g_malloc (LARGE);

  for (gsize i = 0; i < LARGE; i++)
    data[i] = (guint8)(i * 2654435761u >> 13);
  g_checksum_update (checksum, data, LARGE);
  for (gsize sent = 0; sent < LARGE; sent += LARGE / 96)
    {
      bridge_link_send (link, BRIDGE_OPCODE_BINARY, data + sent, MIN (LARGE / 96, LARGE - sent));
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
test_blocked_writes (void)
{
  const TlsIdentity    own = { 0 };
  g_autofree char     *pem = tls_identity_make (&own);
  const TlsPeerOptions options = { .pem = pem, .talk = sum_up };
  TlsPeer             *peer = tls_peer_new (&options);
  g_autoptr (BridgeInvite) invite = pinned (tls_peer_port (peer), pem);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  Owner owner;

  open_owner (&owner, invite);
  WAIT_FOR (owner.opened || owner.closed);
  g_assert_no_error (owner.error);
  send_random (owner.link, checksum);
  WAIT_FOR (owner.messages->len >= 64 || owner.closed);
  g_assert_cmpstr (owner.messages->str, ==, g_checksum_get_string (checksum));
  g_assert_cmpuint (owner.n_drained, >, 0);
  clear_owner (&owner);
  tls_peer_free (peer);
}

/* Closed while it is still on its way, it tells nothing. */
static void
test_close_early (void)
{
  const TlsIdentity    own = { 0 };
  g_autofree char     *pem = tls_identity_make (&own);
  const TlsPeerOptions options = { .pem = pem, .talk = greet };
  TlsPeer             *peer = tls_peer_new (&options);
  g_autoptr (BridgeInvite) invite = pinned (tls_peer_port (peer), pem);

  for (int i = 0; i < 40; i++)
    {
      Owner owner;

      open_owner (&owner, invite);
      for (int turn = 0; turn < i / 4 && owner.link != NULL; turn++)
        g_main_context_iteration (NULL, i % 2 == 1);
      g_clear_pointer (&owner.link, bridge_link_close);
      for (int turn = 0; turn < 20; turn++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_false (owner.closed);
      clear_owner (&owner);
    }
  expect_greeting (invite);
  tls_peer_free (peer);
}

/* Without certificates of this machine: what it trusts is our own authority, in this file. */
static char *
trust (const char *pem)
{
  char *path = NULL;
  int   fd = g_file_open_tmp ("drawbridge-XXXXXX.pem", &path, NULL);
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, pem, -1, NULL));
  database = g_tls_file_database_new (path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
  return path;
}

int
main (int argc, char **argv)
{
  const TlsIdentity known = { .authority = TRUE, .name = "known" };
  const TlsIdentity strange = { .authority = TRUE, .name = "strange" };
  g_autofree char  *path = NULL;
  int               status;

  g_test_init (&argc, &argv, NULL);
  trusted = tls_identity_make (&known);
  unknown = tls_identity_make (&strange);
  path = trust (trusted);
  g_test_add_func ("/tls/pinned-link", test_pinned_link);
  g_test_add_func ("/tls/pinned-card", test_pinned_card);
  g_test_add_func ("/tls/other-certificate", test_other_certificate);
  g_test_add_func ("/tls/authority", test_authority);
  g_test_add_func ("/tls/no-authority", test_no_authority);
  g_test_add_func ("/tls/old-tls", test_old_tls);
  g_test_add_func ("/tls/not-tls", test_not_tls);
  g_test_add_func ("/tls/silent", test_silent);
  g_test_add_func ("/tls/plain-link", test_plain_link);
  g_test_add_func ("/tls/server", test_server);
  g_test_add_func ("/tls/blocked-writes", test_blocked_writes);
  g_test_add_func ("/tls/close-early", test_close_early);
  status = g_test_run ();
  g_unlink (path);
  g_free (trusted);
  g_free (unknown);
  return status;
}
