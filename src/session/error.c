/* The one error domain, and the words for what goes wrong.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/error.h"

#include "core/frame/edit/wire.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

G_DEFINE_QUARK (bridge - error - quark, bridge_error)

GError *
bridge_error_from_status (BridgeStatus status)
{
  switch (status)
    {
    case BRIDGE_STATUS_LIMIT:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_LIMIT, _ ("Something that was sent is too large."));
    case BRIDGE_STATUS_UNSUPPORTED:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_VERSION, _ ("The other side speaks another version of Drawbridge."));
    case BRIDGE_STATUS_DENIED:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_TOKEN, _ ("The link is not valid for this room."));
    case BRIDGE_STATUS_FULL:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_FULL, _ ("The room is full."));
    default:
      return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_FAILED, _ ("The other side sent something that cannot be understood (%s)."), bridge_status_text (status));
    }
}

/* The words come from the other side: they are shown where nothing better is known, never as a sentence of ours. */
static GError *
error_with_words (int code, const char *sentence, const char *words)
{
  if (words == NULL || words[0] == '\0' || !g_utf8_validate (words, -1, NULL))
    return g_error_new_literal (BRIDGE_ERROR, code, sentence);
  return g_error_new (BRIDGE_ERROR, code, "%s (%s)", sentence, words);
}

GError *
bridge_error_from_goodbye (int code, const char *words)
{
  switch (code)
    {
    case BRIDGE_GOODBYE_LEAVING:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_ENDED, _ ("The host has ended the session."));
    case BRIDGE_GOODBYE_TOKEN:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_TOKEN, _ ("The link is not valid for this room. Ask for a new one."));
    case BRIDGE_GOODBYE_VERSION:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_VERSION, _ ("The host uses another version of Drawbridge. Both sides need the same one."));
    case BRIDGE_GOODBYE_FULL:
      return error_with_words (BRIDGE_ERROR_FULL, _ ("The room takes nobody else just now. Try again later."), words);
    case BRIDGE_GOODBYE_SITE:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_FAILED, _ ("The room knows somebody else by our identity."));
    case BRIDGE_GOODBYE_LIMIT:
      return error_with_words (BRIDGE_ERROR_LIMIT, _ ("The room refused something that is too large."), words);
    case BRIDGE_GOODBYE_SLOW:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_LOST, _ ("The connection is too slow to follow the room."));
    case BRIDGE_GOODBYE_REPLACED:
      return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_ENDED, _ ("This board has been connected again from elsewhere."));
    case BRIDGE_GOODBYE_PROTOCOL:
      return error_with_words (BRIDGE_ERROR_FAILED, _ ("The room did not understand what was sent."), words);
    default:
      return error_with_words (BRIDGE_ERROR_ENDED, _ ("The room has ended the conversation."), words);
    }
}

GError *
bridge_error_lost (void)
{
  return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_LOST, _ ("The connection to the room broke."));
}

GError *
bridge_error_unknown_room (void)
{
  return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_UNKNOWN_ROOM,
                              _ ("There is no such room there, or the link is not valid for it. Ask for a new one."));
}

GError *
bridge_error_not_a_server (const char *host)
{
  return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_NOT_A_SERVER, _ ("What answers at %s is not Drawbridge. Are host and port right?"), host);
}

GError *
bridge_error_other_certificate (const char *host)
{
  return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_CERTIFICATE,
                      _ ("What answers at %s is not the host that this link was made for: it shows another certificate. Somebody may "
                         "have come between you, or the host has a new identity. Nothing was sent. Ask for a new link."),
                      host);
}

static const char *
complaint_words (GTlsCertificateFlags complaints)
{
  if (complaints & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return _ ("it belongs to another name");
  if (complaints & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED))
    return _ ("it is not valid at this time");
  if (complaints & G_TLS_CERTIFICATE_REVOKED)
    return _ ("it has been revoked");
  if (complaints & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return _ ("no authority that is known here has signed it");
  return _ ("it is not in order");
}

GError *
bridge_error_untrusted (const char *host, GTlsCertificateFlags complaints)
{
  return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_CERTIFICATE,
                      _ ("The certificate of %s cannot be trusted: %s. Nothing was sent. Ask for a link that begins with drawbridge://"),
                      host, complaint_words (complaints));
}

GError *
bridge_error_old_tls (const char *host)
{
  return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_CERTIFICATE,
                      _ ("%s encrypts only in a way that is too old to be safe (TLS 1.2 is needed). Nothing was sent."), host);
}

GError *
bridge_error_encrypted (const char *host)
{
  return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_NOT_A_SERVER,
                      _ ("What answers at %s expects an encrypted connection, and this link is a plain one. Ask for a link that begins with drawbridge://"),
                      host);
}

static GError *
error_from_resolver (const GError *error, const char *host)
{
  if (error->code == G_RESOLVER_ERROR_TEMPORARY_FAILURE)
    return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_RESOLVE, _ ("The name “%s” cannot be looked up just now. Is there a network?"), host);
  return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_RESOLVE, _ ("There is no host named “%s”. Is the link complete?"), host);
}

static GError *
error_from_tls (const GError *error, const char *host)
{
  if (error->code == G_TLS_ERROR_UNAVAILABLE)
    return g_error_new_literal (BRIDGE_ERROR, BRIDGE_ERROR_FAILED, _ ("Encrypted connections need the package glib-networking, which is not installed here."));
  g_debug ("No TLS: %s", error->message);
  return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_NOT_A_SERVER,
                      _ ("What answers at %s cannot make the encrypted connection that this link needs. Are host and port right?"), host);
}

GError *
bridge_error_from_gio (const GError *error, const char *host)
{
  if (error->domain == BRIDGE_ERROR)
    return g_error_copy (error);
  if (error->domain == G_RESOLVER_ERROR)
    return error_from_resolver (error, host);
  if (error->domain == G_TLS_ERROR)
    return error_from_tls (error, host);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND))
    return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_RESOLVE, _ ("There is no host named “%s”. Is the link complete?"), host);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_REFUSED, _ ("Nothing is listening at %s. Is the board still being shared?"), host);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE))
    return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_UNREACHABLE, _ ("There is no way to %s from this network."), host);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_TIMEOUT,
                        _ ("%s does not answer. It may be switched off, or a firewall on its side may block the port."), host);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
    return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_LOST, _ ("%s has closed the connection."), host);
  return g_error_new (BRIDGE_ERROR, BRIDGE_ERROR_FAILED, _ ("Cannot connect to %s: %s"), host, error->message);
}

const char *
bridge_notice_words (int code)
{
  switch (code)
    {
    case BRIDGE_NOTICE_OVER:
      return "";
    case BRIDGE_NOTICE_RATE:
      return _ ("You send more than the room takes at once: it follows as fast as it may. Nothing is lost.");
    default:
      return _ ("The host has much to do: what you draw reaches the others later. Nothing is lost.");
    }
}

const char *
bridge_refusal_words (BridgeRefusal refusal)
{
  switch (refusal)
    {
    case BRIDGE_REFUSAL_NONE:
      return "";
    case BRIDGE_REFUSAL_LOCKED:
      return _ ("The item is locked.");
    case BRIDGE_REFUSAL_MISSING:
      return _ ("It builds upon something that is not on the board.");
    case BRIDGE_REFUSAL_RANGE:
      return _ ("A value is outside its range.");
    case BRIDGE_REFUSAL_LIMIT:
      return _ ("It is too large.");
    case BRIDGE_REFUSAL_CLOCK:
      return _ ("Its place in time does not fit the board's.");
    case BRIDGE_REFUSAL_OWNER:
      return _ ("Only the one who drew a stroke can lengthen it.");
    case BRIDGE_REFUSAL_FULL:
      return _ ("The board has no room for more.");
    }
  return _ ("The room refused it.");
}
