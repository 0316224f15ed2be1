/* What a server of boards answers over HTTP: the card, the page for browsers, and the upgrade; all else is 404.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/http.h"

#include "core/frame/edit/wire.h"
#include "session/page.h"

#include <libsoup/soup.h>
#include <string.h>

static void
answer_nothing (BridgeVisit *visit)
{
  bridge_visit_answer_text (visit, SOUP_STATUS_NOT_FOUND, "There is nothing here.\n");
}

static void
answer_page (BridgeVisit *visit)
{
  gsize       length;
  const char *html = bridge_page_html (&length);

  bridge_visit_add_header (visit, "Content-Security-Policy", bridge_page_policy ());
  bridge_visit_answer (visit, SOUP_STATUS_OK, "text/html; charset=utf-8", html, length);
}

/* NULL where none is shown; "" where what is shown is none. */
static const char *
shown_token (const BridgeVisit *visit)
{
  const char *value = bridge_visit_header (visit, "Authorization");

  if (value == NULL)
    return NULL;
  return g_ascii_strncasecmp (value, "Bearer ", 7) == 0 ? value + 7 : "";
}

/* Whoever shows a token, or means to talk, is to do it unheard. */
static gboolean
refuse_plain (const BridgeHttpOptions *options, BridgeVisit *visit)
{
  if (!options->is_encrypted || bridge_visit_is_tls (visit))
    return FALSE;
  bridge_visit_answer_text (visit, SOUP_STATUS_FORBIDDEN, "This session is encrypted: it is joined through TLS alone.\n");
  return TRUE;
}

static void
answer_card (const BridgeHttpOptions *options, BridgeVisit *visit, gpointer room)
{
  const char      *token = shown_token (visit);
  BridgeCard       card = { 0 };
  g_autofree char *json = NULL;

  if (token != NULL && refuse_plain (options, visit))
    return;
  if (token != NULL && !options->check_token (room, token, strlen (token)))
    {
      answer_nothing (visit);
      return;
    }
  options->describe (room, &card);
  json = token != NULL ? bridge_card_to_json (&card) : bridge_card_to_public_json (&card);
  bridge_visit_answer (visit, SOUP_STATUS_OK, "application/json", json, strlen (json));
  g_free (card.title);
  g_free (card.host);
}

/* A page that we served has our own origin, others are no business of ours. A reverse proxy may speak TLS for us, so
 * without it either scheme is right. */
static char *
own_origin (const BridgeHttpOptions *options, const BridgeVisit *visit)
{
  const char *host = bridge_visit_header (visit, "Host");
  const char *origin = bridge_visit_header (visit, "Origin");
  gboolean    is_secure = options->is_encrypted || (origin != NULL && g_ascii_strncasecmp (origin, "https:", 6) == 0);

  return g_strconcat (is_secure ? "https://" : "http://", host != NULL ? host : "", NULL);
}

static void
answer_upgrade (const BridgeHttpOptions *options, BridgeVisit *visit, gpointer room)
{
  static const char *const    protocols[] = { BRIDGE_WIRE_PROTOCOL, NULL };
  g_autofree char            *origin = own_origin (options, visit);
  const BridgeHandshakePolicy policy = { origin, protocols, BRIDGE_DEFLATE_WITHOUT_CONTEXT };

  if (!refuse_plain (options, visit))
    bridge_visit_upgrade (visit, &policy, room);
}

static gboolean
wants_json (const BridgeVisit *visit)
{
  const char *accept = bridge_visit_header (visit, "Accept");
  GSList     *types = accept != NULL ? soup_header_parse_quality_list (accept, NULL) : NULL;
  gboolean    found = g_slist_find_custom (types, "application/json", (GCompareFunc)g_ascii_strcasecmp) != NULL;

  soup_header_free_list (types);
  return found;
}

void
bridge_http_answer (const BridgeHttpOptions *options, BridgeVisit *visit)
{
  const char *path = bridge_visit_path (visit);
  gpointer    room = path[0] == '/' ? options->find_room (options->data, path + 1) : NULL;

  bridge_visit_add_header (visit, BRIDGE_HTTP_HEADER, BRIDGE_WIRE_PROTOCOL);
  if (room == NULL || strcmp (bridge_visit_method (visit), "GET") != 0)
    answer_nothing (visit);
  else if (bridge_visit_wants_upgrade (visit))
    answer_upgrade (options, visit, room);
  else if (wants_json (visit))
    answer_card (options, visit, room);
  else
    answer_page (visit);
}
