/* An invitation: the link that leads into a room (contracts.md, "Links").
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#define BRIDGE_PORT_DEFAULT     7420
#define BRIDGE_ROOM_LENGTH_MAX  64
#define BRIDGE_TOKEN_LENGTH_MIN 22
#define BRIDGE_TOKEN_LENGTH_MAX 256

typedef enum
{
  BRIDGE_SCHEME_DRAWBRIDGE, /* default port 7420; TLS with the one certificate that the fingerprint tells */
  BRIDGE_SCHEME_WS,         /* 80; plain; http:// is read as this */
  BRIDGE_SCHEME_WSS,        /* 443; TLS with whom the system trusts; https:// is read as this */
} BridgeScheme;

/* Immutable, atomically reference-counted boxed type. */
typedef struct
{
  BridgeScheme scheme;
  char        *host; /* a name, an IPv4 address or an IPv6 address without its brackets */
  guint16      port;
  char        *room;
  char        *token;
  char        *fingerprint; /* of DRAWBRIDGE alone: BRIDGE_FINGERPRINT_LENGTH characters; else NULL */
} BridgeInvite;

#define BRIDGE_TYPE_INVITE (bridge_invite_get_type ())
GType bridge_invite_get_type (void);

/* NULL with BRIDGE_ERROR_LINK. White space around the link is forgiven. */
BridgeInvite *bridge_invite_parse (const char *link, GError **error);
BridgeInvite *bridge_invite_new (BridgeScheme scheme, const char *host, guint16 port, const char *room, const char *token, const char *fingerprint);
BridgeInvite *bridge_invite_ref (BridgeInvite *invite);
void          bridge_invite_unref (BridgeInvite *invite);
char         *bridge_invite_to_string (const BridgeInvite *invite); /* (transfer full): the whole link, secret included */
gboolean      bridge_invite_is_tls (const BridgeInvite *invite);
/* 1 to BRIDGE_ROOM_LENGTH_MAX of [A-Za-z0-9_-]. */
gboolean bridge_room_name_is_valid (const char *name);
/* 22 characters of base64url from the system's entropy (transfer full). */
char *bridge_token_generate (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BridgeInvite, bridge_invite_unref)
