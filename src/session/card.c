/* The session card as JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/card.h"

#include "core/frame/edit/wire.h"

#include <json-glib/json-glib.h>

void
bridge_card_free (BridgeCard *card)
{
  g_free (card->title);
  g_free (card->host);
  g_free (card);
}

static void
add_member (JsonBuilder *builder, const char *name, JsonNode *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_value (builder, value);
}

static JsonNode *
node_of_string (const char *text)
{
  return json_node_init_string (json_node_alloc (), text != NULL ? text : "");
}

static JsonNode *
node_of_int (gint64 number)
{
  return json_node_init_int (json_node_alloc (), number);
}

static JsonBuilder *
begin (const BridgeCard *card)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_member (builder, "drawbridge", node_of_int (1));
  add_member (builder, "protocol", node_of_string (BRIDGE_WIRE_PROTOCOL));
  add_member (builder, "full", json_node_init_boolean (json_node_alloc (), card->full));
  return builder;
}

static char *
end (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  g_object_unref (builder);
  return json_to_string (root, FALSE);
}

char *
bridge_card_to_public_json (const BridgeCard *card)
{
  return end (begin (card));
}

char *
bridge_card_to_json (const BridgeCard *card)
{
  JsonBuilder *builder = begin (card);

  add_member (builder, "title", node_of_string (card->title));
  add_member (builder, "people", node_of_int (card->people));
  add_member (builder, "items", node_of_int (card->items));
  add_member (builder, "host", node_of_string (card->host));
  return end (builder);
}
