/* The one error domain, and the words for what goes wrong.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/status.h"
#include "core/doc/board.h"

#include <gio/gio.h>

/* Messages are translated, whole sentences, fit to be shown. */
typedef enum
{
  BRIDGE_ERROR_FAILED,
  BRIDGE_ERROR_LINK,         /* not a link, with what is wrong with it */
  BRIDGE_ERROR_RESOLVE,      /* no such host name */
  BRIDGE_ERROR_REFUSED,      /* the host answers, nothing listens there */
  BRIDGE_ERROR_UNREACHABLE,  /* no way to the host */
  BRIDGE_ERROR_TIMEOUT,      /* no answer: a firewall, perhaps; the message hints at it */
  BRIDGE_ERROR_NOT_A_SERVER, /* something else answers there */
  BRIDGE_ERROR_UNKNOWN_ROOM, /* unknown room or wrong token: the server tells them apart to nobody */
  BRIDGE_ERROR_TOKEN,        /* wrong token, said by the room itself */
  BRIDGE_ERROR_VERSION,      /* another version of the protocol */
  BRIDGE_ERROR_FULL,         /* the room is full */
  BRIDGE_ERROR_LOST,         /* the connection broke */
  BRIDGE_ERROR_ENDED,        /* the host ended the session */
  BRIDGE_ERROR_LIMIT,
  BRIDGE_ERROR_BUSY,        /* the port is taken */
  BRIDGE_ERROR_CERTIFICATE, /* who answers is not whom the link means, or cannot prove it */
  BRIDGE_ERROR_IDENTITY,    /* this side's own key cannot be read or kept */
} BridgeError;

#define BRIDGE_ERROR (bridge_error_quark ())
GQuark bridge_error_quark (void);

/* The one mapping from a core status to a GError (transfer full). */
GError *bridge_error_from_status (BridgeStatus status);
/* From a goodbye's BridgeGoodbyeCode. */
GError *bridge_error_from_goodbye (int code, const char *words);
GError *bridge_error_lost (void);
GError *bridge_error_unknown_room (void);
GError *bridge_error_not_a_server (const char *host);
/* TLS came about, with another certificate than the link's. */
GError *bridge_error_other_certificate (const char *host);
/* The same, with one that the system does not trust, for these reasons. */
GError *bridge_error_untrusted (const char *host, GTlsCertificateFlags complaints);
GError *bridge_error_old_tls (const char *host);
/* The link is plain, and who answers is not. */
GError *bridge_error_encrypted (const char *host);
/* From what GIO said while connecting to `host`. */
GError *bridge_error_from_gio (const GError *error, const char *host);
/* Why our edits wait, by its BridgeNoticeCode, as a sentence (translated, static); "" where they do not: the room's own words are
 * not translated. */
const char *bridge_notice_words (int code);
/* Why an edit was refused, as a sentence (translated, static). */
const char *bridge_refusal_words (BridgeRefusal refusal);
