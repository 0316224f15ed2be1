/* An invitation: the link that leads into a room.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/invite.h"

#include "session/base64url.h"
#include "session/entropy.h"
#include "session/error.h"
#include "session/identity.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#define HOST_LENGTH_MAX 253 /* of a name (RFC 1035) */

G_DEFINE_BOXED_TYPE (BridgeInvite, bridge_invite, bridge_invite_ref, bridge_invite_unref)

static const struct
{
  const char  *name;
  BridgeScheme scheme;
  guint16      port;
} schemes[] = {
  { "drawbridge", BRIDGE_SCHEME_DRAWBRIDGE, BRIDGE_PORT_DEFAULT },
  { "ws", BRIDGE_SCHEME_WS, 80 },
  { "wss", BRIDGE_SCHEME_WSS, 443 },
  { "http", BRIDGE_SCHEME_WS, 80 },
  { "https", BRIDGE_SCHEME_WSS, 443 },
};

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, BRIDGE_ERROR, BRIDGE_ERROR_LINK, sentence);
  return FALSE;
}

/* The alphabet of base64url, and of room names. */
static gboolean
is_url_safe (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isalnum (*text) && *text != '-' && *text != '_')
      return FALSE;
  return TRUE;
}

/* Moves *rest past "scheme://". */
static gboolean
parse_scheme (BridgeInvite *invite, const char **rest, GError **error)
{
  const char *end = strstr (*rest, "://");

  if (end == NULL)
    return fail (error, _ ("This is not a link. It should begin with drawbridge://"));
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (strlen (schemes[i].name) == (gsize)(end - *rest) &&
        g_ascii_strncasecmp (schemes[i].name, *rest, end - *rest) == 0)
      {
        invite->scheme = schemes[i].scheme;
        invite->port = schemes[i].port;
        *rest = end + 3;
        return TRUE;
      }
  return fail (error, _ ("The link is of a kind that Drawbridge does not know. It should begin with drawbridge://"));
}

static gboolean
parse_ipv6 (BridgeInvite *invite, const char *text, GError **error)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (text);

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6)
    return fail (error, _ ("What stands in brackets in the link is not an IPv6 address."));
  invite->host = g_strdup (text);
  return TRUE;
}

/* Labels of letters, digits and hyphens; underscores occur in real networks. */
static gboolean
is_name (const char *name)
{
  gsize label = 0;

  for (; *name != '\0'; name++)
    {
      if (*name == '.' && label == 0)
        return FALSE;
      if (*name != '.' && !g_ascii_isalnum (*name) && *name != '-' && *name != '_')
        return FALSE;
      label = *name == '.' ? 0 : label + 1;
      if (label > 63)
        return FALSE;
    }
  return TRUE;
}

static gboolean
parse_name (BridgeInvite *invite, const char *text, GError **error)
{
  g_autofree char *ascii = NULL;

  if (*text == '\0')
    return fail (error, _ ("The link names no host."));
  ascii = g_hostname_to_ascii (text);
  if (ascii == NULL || strlen (ascii) > HOST_LENGTH_MAX || !is_name (ascii))
    return fail (error, _ ("The name of the host in the link is not a valid one."));
  if (strspn (ascii, "0123456789.") == strlen (ascii) && !g_hostname_is_ip_address (ascii))
    return fail (error, _ ("The address in the link is not a valid IPv4 address."));
  invite->host = g_steal_pointer (&ascii);
  return TRUE;
}

static gboolean
parse_port (BridgeInvite *invite, const char *text, GError **error)
{
  guint64 port;

  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &port, NULL))
    return fail (error, _ ("The port in the link is not a number from 1 to 65535."));
  invite->port = port;
  return TRUE;
}

/* HOST[:PORT] */
static gboolean
parse_authority (BridgeInvite *invite, const char *text, GError **error)
{
  gboolean         bracketed = *text == '[';
  const char      *end = bracketed ? strchr (text, ']') : strchrnul (text, ':');
  g_autofree char *host = NULL;

  if (strchr (text, '@') != NULL)
    return fail (error, _ ("A link has no user name before its host."));
  if (end == NULL)
    return fail (error, _ ("A bracket is not closed in the link."));
  host = bracketed ? g_strndup (text + 1, end - text - 1) : g_strndup (text, end - text);
  if (!(bracketed ? parse_ipv6 (invite, host, error) : parse_name (invite, host, error)))
    return FALSE;
  end += bracketed ? 1 : 0;
  if (*end == '\0')
    return TRUE;
  if (*end != ':')
    return fail (error, _ ("Something stands between the host and the port in the link."));
  if (!bracketed && strchr (end + 1, ':') != NULL)
    return fail (error, _ ("An IPv6 address needs brackets in a link."));
  return parse_port (invite, end + 1, error);
}

static gboolean
parse_room (BridgeInvite *invite, const char *text, GError **error)
{
  if (*text == '\0')
    return fail (error, _ ("The link names no room."));
  if (strlen (text) > BRIDGE_ROOM_LENGTH_MAX)
    return fail (error, _ ("The name of the room in the link is too long."));
  if (!is_url_safe (text))
    return fail (error, _ ("The name of the room in the link holds other than letters, digits, “-” and “_”."));
  invite->room = g_strdup (text);
  return TRUE;
}

static gboolean
parse_fingerprint (BridgeInvite *invite, const char *text, GError **error)
{
  if (invite->scheme != BRIDGE_SCHEME_DRAWBRIDGE)
    return fail (error, _ ("Only a drawbridge:// link can have a fingerprint behind its token."));
  if (strlen (text) != BRIDGE_FINGERPRINT_LENGTH || !is_url_safe (text))
    return fail (error, _ ("The fingerprint at the end of the link is incomplete or damaged."));
  invite->fingerprint = g_strdup (text);
  return TRUE;
}

/* TOKEN[.FINGERPRINT] */
static gboolean
parse_secret (BridgeInvite *invite, const char *text, GError **error)
{
  const char      *end = strchrnul (text, '.');
  g_autofree char *token = g_strndup (text, end - text);

  if (strlen (token) < BRIDGE_TOKEN_LENGTH_MIN)
    return fail (error, _ ("The token at the end of the link is too short: a part of the link is missing."));
  if (strlen (token) > BRIDGE_TOKEN_LENGTH_MAX)
    return fail (error, _ ("The token at the end of the link is too long."));
  if (!is_url_safe (token))
    return fail (error, _ ("The token at the end of the link is damaged."));
  invite->token = g_steal_pointer (&token);
  if (*end != '\0')
    return parse_fingerprint (invite, end + 1, error);
  if (invite->scheme == BRIDGE_SCHEME_DRAWBRIDGE)
    return fail (error, _ ("The link has no fingerprint, by which its host is known: what follows the “.” at its end is missing. Copy the whole link."));
  return TRUE;
}

/* HOST[:PORT]/ROOM#SECRET */
static gboolean
parse_rest (BridgeInvite *invite, const char *rest, GError **error)
{
  const char      *hash = strchr (rest, '#');
  const char      *slash = strchr (rest, '/');
  g_autofree char *authority = NULL;
  g_autofree char *room = NULL;

  if (hash == NULL)
    return fail (error, _ ("The link has no token: what follows the “#” is missing."));
  if (slash == NULL || slash > hash)
    return fail (error, _ ("The link names no room."));
  authority = g_strndup (rest, slash - rest);
  room = g_strndup (slash + 1, hash - slash - 1);
  return parse_authority (invite, authority, error) &&
         parse_room (invite, room, error) &&
         parse_secret (invite, hash + 1, error);
}

BridgeInvite *
bridge_invite_parse (const char *link, GError **error)
{
  g_autoptr (BridgeInvite) invite = g_atomic_rc_box_new0 (BridgeInvite);
  g_autofree char *text = NULL;
  const char      *rest;

  g_return_val_if_fail (link != NULL, NULL);

  if (!g_utf8_validate (link, -1, NULL))
    {
      fail (error, _ ("The link is not readable text."));
      return NULL;
    }
  text = g_strstrip (g_strdup (link));
  rest = text;
  if (!parse_scheme (invite, &rest, error) || !parse_rest (invite, rest, error))
    return NULL;
  return g_steal_pointer (&invite);
}

BridgeInvite *
bridge_invite_new (BridgeScheme scheme, const char *host, guint16 port, const char *room, const char *token, const char *fingerprint)
{
  BridgeInvite *invite = g_atomic_rc_box_new0 (BridgeInvite);

  invite->scheme = scheme;
  invite->host = g_strdup (host);
  invite->port = port;
  invite->room = g_strdup (room);
  invite->token = g_strdup (token);
  invite->fingerprint = g_strdup (fingerprint);
  return invite;
}

BridgeInvite *
bridge_invite_ref (BridgeInvite *invite)
{
  return g_atomic_rc_box_acquire (invite);
}

static void
clear (gpointer data)
{
  BridgeInvite *invite = data;

  g_free (invite->host);
  g_free (invite->room);
  g_free (invite->token);
  g_free (invite->fingerprint);
}

void
bridge_invite_unref (BridgeInvite *invite)
{
  g_atomic_rc_box_release_full (invite, clear);
}

char *
bridge_invite_to_string (const BridgeInvite *invite)
{
  GString *link = g_string_new (NULL);
  gboolean bracketed = strchr (invite->host, ':') != NULL;

  g_string_append_printf (link, bracketed ? "%s://[%s]" : "%s://%s", schemes[invite->scheme].name, invite->host);
  if (invite->port != schemes[invite->scheme].port)
    g_string_append_printf (link, ":%u", invite->port);
  g_string_append_printf (link, "/%s#%s", invite->room, invite->token);
  if (invite->fingerprint != NULL)
    g_string_append_printf (link, ".%s", invite->fingerprint);
  return g_string_free (link, FALSE);
}

gboolean
bridge_invite_is_tls (const BridgeInvite *invite)
{
  return invite->scheme != BRIDGE_SCHEME_WS;
}

gboolean
bridge_room_name_is_valid (const char *name)
{
  return name[0] != '\0' && strlen (name) <= BRIDGE_ROOM_LENGTH_MAX && is_url_safe (name);
}

char *
bridge_token_generate (void)
{
  guint8 bytes[16];

  bridge_entropy_fill (bytes, sizeof bytes);
  return bridge_base64url_encode (bytes, sizeof bytes);
}
