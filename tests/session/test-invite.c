/* Links as data: what they mean, and what is wrong with them.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/error.h"
#include "session/invite.h"

#include <string.h>

#define TOKEN       "AAAAAAAAAAAAAAAAAAAAAA"
#define FINGERPRINT "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define SECRET      TOKEN "." FINGERPRINT

static const struct
{
  const char  *link;
  BridgeScheme scheme;
  const char  *host;
  guint16      port;
  const char  *room;
  const char  *again; /* as it is written again; NULL: as it was */
} good[] = {
  { "drawbridge://example.org/room#" SECRET, BRIDGE_SCHEME_DRAWBRIDGE, "example.org", 7420, "room" },
  { "drawbridge://192.168.1.2:1/r#" SECRET, BRIDGE_SCHEME_DRAWBRIDGE, "192.168.1.2", 1, "r" },
  { "drawbridge://[fd00::1]:65535/A_b-9#" SECRET, BRIDGE_SCHEME_DRAWBRIDGE, "fd00::1", 65535, "A_b-9" },
  { "drawbridge://[::1]/r#" SECRET, BRIDGE_SCHEME_DRAWBRIDGE, "::1", 7420, "r" },
  { "ws://h/r#" TOKEN, BRIDGE_SCHEME_WS, "h", 80, "r" },
  { "ws://h:7420/r#" TOKEN, BRIDGE_SCHEME_WS, "h", 7420, "r" },
  { "wss://h/r#" TOKEN, BRIDGE_SCHEME_WSS, "h", 443, "r" },
  { "http://h/r#" TOKEN, BRIDGE_SCHEME_WS, "h", 80, "r", "ws://h/r#" TOKEN },
  { "https://h:8443/r#" TOKEN, BRIDGE_SCHEME_WSS, "h", 8443, "r", "wss://h:8443/r#" TOKEN },
  { "  DrawBridge://h/r#" SECRET "\n", BRIDGE_SCHEME_DRAWBRIDGE, "h", 7420, "r", "drawbridge://h/r#" SECRET },
  { "drawbridge://h:7420/r#" SECRET, BRIDGE_SCHEME_DRAWBRIDGE, "h", 7420, "r", "drawbridge://h/r#" SECRET },
  { "drawbridge://b\303\274ro.example/r#" SECRET, BRIDGE_SCHEME_DRAWBRIDGE, "xn--bro-hoa.example", 7420, "r", "drawbridge://xn--bro-hoa.example/r#" SECRET },
  { "drawbridge://my_host.lan./r#" SECRET, BRIDGE_SCHEME_DRAWBRIDGE, "my_host.lan.", 7420, "r" },
};

/* Each with a piece of the sentence that names the fault. */
static const struct
{
  const char *link;
  const char *says;
} bad[] = {
  { "", "not a link" },
  { "hello", "not a link" },
  { "drawbridge:/h/r#" TOKEN, "not a link" },
  { "ftp://h/r#" TOKEN, "does not know" },
  { "drawbridge\377://", "not readable" },
  { "drawbridge://h/r", "has no token" },
  { "drawbridge://h#" TOKEN, "names no room" },
  { "drawbridge://h#" TOKEN "/r", "names no room" },
  { "drawbridge://h/#" TOKEN, "names no room" },
  { "drawbridge://h/a/b#" TOKEN, "holds other" },
  { "drawbridge://h/a%20b#" TOKEN, "holds other" },
  { "drawbridge://h/r?x=1#" TOKEN, "holds other" },
  { "drawbridge://h/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa#" TOKEN, "too long" },
  { "drawbridge:///r#" TOKEN, "names no host" },
  { "drawbridge://:7420/r#" TOKEN, "names no host" },
  { "drawbridge://me@h/r#" TOKEN, "user name" },
  { "drawbridge://a b/r#" TOKEN, "not a valid one" },
  { "drawbridge://a..b/r#" TOKEN, "not a valid one" },
  { "drawbridge://h*/r#" TOKEN, "not a valid one" },
  { "drawbridge://256.1.1.1/r#" TOKEN, "IPv4" },
  { "drawbridge://1.2.3/r#" TOKEN, "IPv4" },
  { "drawbridge://[::1/r#" TOKEN, "not closed" },
  { "drawbridge://[h]/r#" TOKEN, "not an IPv6" },
  { "drawbridge://[1.2.3.4]/r#" TOKEN, "not an IPv6" },
  { "drawbridge://[::1]x:1/r#" TOKEN, "between the host and the port" },
  { "drawbridge://fd00::1/r#" TOKEN, "needs brackets" },
  { "drawbridge://h:/r#" TOKEN, "port" },
  { "drawbridge://h:0/r#" TOKEN, "port" },
  { "drawbridge://h:65536/r#" TOKEN, "port" },
  { "drawbridge://h:-1/r#" TOKEN, "port" },
  { "drawbridge://h: 80/r#" TOKEN, "port" },
  { "drawbridge://h:8x/r#" TOKEN, "port" },
  { "drawbridge://h/r#", "too short" },
  { "drawbridge://h/r#AAAAAAAAAAAAAAAAAAAAA", "too short" },
  { "drawbridge://h/r#AAAAAAAAAAAAAAAAAAAAAA+", "damaged" },
  { "drawbridge://h/r#" TOKEN "#x", "damaged" },
  { "drawbridge://h/r#" TOKEN, "has no fingerprint" },
  { "drawbridge://h/r#" TOKEN ".", "fingerprint" },
  { "drawbridge://h/r#" TOKEN ".bbbb", "fingerprint" },
  { "drawbridge://h/r#" TOKEN "." FINGERPRINT "b", "fingerprint" },
  { "drawbridge://h/r#" TOKEN ".bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb=", "fingerprint" },
  { "ws://h/r#" TOKEN "." FINGERPRINT, "Only a drawbridge://" },
  { "https://h/r#" TOKEN "." FINGERPRINT, "Only a drawbridge://" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BridgeInvite) invite = bridge_invite_parse (good[i].link, &error);
      g_autofree char *again = NULL;

      g_test_message ("%s", good[i].link);
      g_assert_no_error (error);
      g_assert_cmpint (invite->scheme, ==, good[i].scheme);
      g_assert_cmpstr (invite->host, ==, good[i].host);
      g_assert_cmpint (invite->port, ==, good[i].port);
      g_assert_cmpstr (invite->room, ==, good[i].room);
      g_assert_cmpstr (invite->token, ==, TOKEN);
      g_assert_cmpstr (invite->fingerprint, ==, good[i].scheme == BRIDGE_SCHEME_DRAWBRIDGE ? FINGERPRINT : NULL);
      again = bridge_invite_to_string (invite);
      g_assert_cmpstr (again, ==, good[i].again != NULL ? good[i].again : good[i].link);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *shown = g_strescape (bad[i].link, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (BridgeInvite) invite = bridge_invite_parse (bad[i].link, &error);

      g_test_message ("%s", shown);
      g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_LINK);
      g_assert_null (invite);
      g_assert_nonnull (strstr (error->message, bad[i].says));
    }
}

static void
test_token_length (void)
{
  g_autofree char *fits = g_strnfill (BRIDGE_TOKEN_LENGTH_MAX, 'x');
  g_autofree char *link = g_strconcat ("ws://h/r#", fits, NULL);
  g_autofree char *longer = g_strconcat (link, "x", NULL);
  g_autoptr (BridgeInvite) invite = bridge_invite_parse (link, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (invite);
  g_assert_null (bridge_invite_parse (longer, &error));
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_LINK);
}

static void
test_tls (void)
{
  g_autoptr (BridgeInvite) plain = bridge_invite_parse ("http://h/r#" TOKEN, NULL);
  g_autoptr (BridgeInvite) pinned = bridge_invite_parse ("drawbridge://h/r#" SECRET, NULL);
  g_autoptr (BridgeInvite) checked = bridge_invite_parse ("https://h/r#" TOKEN, NULL);

  g_assert_false (bridge_invite_is_tls (plain));
  g_assert_true (bridge_invite_is_tls (pinned));
  g_assert_true (bridge_invite_is_tls (checked));
}

static void
test_tokens (void)
{
  g_autofree char *one = bridge_token_generate ();
  g_autofree char *two = bridge_token_generate ();
  g_autofree char *link = g_strconcat ("ws://h/r#", one, NULL);
  g_autoptr (BridgeInvite) invite = bridge_invite_parse (link, NULL);

  g_assert_cmpuint (strlen (one), ==, BRIDGE_TOKEN_LENGTH_MIN);
  g_assert_cmpstr (one, !=, two);
  g_assert_cmpstr (invite->token, ==, one);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/invite/good", test_good);
  g_test_add_func ("/invite/bad", test_bad);
  g_test_add_func ("/invite/token-length", test_token_length);
  g_test_add_func ("/invite/tls", test_tls);
  g_test_add_func ("/invite/tokens", test_tokens);
  return g_test_run ();
}
