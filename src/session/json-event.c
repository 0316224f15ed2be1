/* What happens in a room, as JSON Lines.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/json-event.h"

#include "session/error.h"
#include "session/json-item.h"

#include <string.h>

/* What one edit did to one item. */
typedef struct
{
  BridgeStamp item;
  guint       properties; /* bits 1 << property of those that were set */
  gboolean    created;
  gboolean    written; /* its text */
  gsize       first;   /* of the points appended */
  gsize       n_points;
} Touch;

typedef struct
{
  GString           *out;
  const BridgeBoard *board;
  const BridgeEdit  *edit;
  guint64            revision;
  const char        *author;
} Telling;

static void
begin (BridgeJsonWriter *writer, GString *out, const char *event, guint64 revision)
{
  *writer = (BridgeJsonWriter){ out };
  bridge_json_begin_object (writer);
  bridge_json_add_string (writer, "event", event);
  bridge_json_add_integer (writer, "revision", (gint64)revision);
}

static void
end (BridgeJsonWriter *writer)
{
  bridge_json_end_object (writer);
  g_string_append_c (writer->text, '\n');
}

/* As the board has it, or, before that, as the people in the room know them. */
static const char *
get_author (const BridgeGuest *guest, guint64 site)
{
  const char *name = bridge_json_author (bridge_guest_board (guest), site);

  for (gsize i = 0; name[0] == '\0' && i < bridge_guest_n_people (guest); i++)
    {
      BridgePerson person = bridge_guest_person_at (guest, i);

      if (person.site == site)
        name = person.name;
    }
  return name;
}

void
bridge_json_event_welcome (GString *out, const BridgeGuest *guest, guint64 revision, const char *room, const char *host)
{
  const BridgeBoard *board = bridge_guest_board (guest);
  BridgeJsonWriter   writer;

  begin (&writer, out, "welcome", revision);
  bridge_json_add_string (&writer, "title", bridge_board_title (board));
  bridge_json_add_string (&writer, "room", room);
  bridge_json_add_string (&writer, "host", host);
  bridge_json_add_integer (&writer, "items", (gint64)bridge_board_n_visible (board));
  bridge_json_put_key (&writer, "people");
  bridge_json_begin_array (&writer);
  for (gsize i = 0; i < bridge_guest_n_people (guest); i++)
    bridge_json_put_string (&writer, bridge_guest_person_at (guest, i).name);
  bridge_json_end_array (&writer);
  end (&writer);
}

void
bridge_json_event_bye (GString *out, guint64 revision, const char *reason)
{
  BridgeJsonWriter writer;

  begin (&writer, out, "bye", revision);
  bridge_json_add_string (&writer, "reason", reason);
  end (&writer);
}

/* One item of an edit. */

static gboolean
has_set (const Touch *touch, guint32 property)
{
  return (touch->properties & 1u << property) != 0;
}

static const char *
get_op (const Touch *touch, const BridgeItem *item)
{
  const guint order = 1u << BRIDGE_PROPERTY_ORDER;

  if (touch->created)
    return "create";
  if (has_set (touch, BRIDGE_PROPERTY_DELETED))
    return item != NULL && bridge_item_is_deleted (item) ? "delete" : "restore";
  if (touch->properties != 0)
    return touch->properties == order ? "order" : "set";
  return touch->n_points > 0 ? "append" : "text";
}

/* What moves or scales points changes their whole box. */
static guint
widen (const Touch *touch, const BridgeItem *item)
{
  const guint box = 1u << BRIDGE_PROPERTY_X | 1u << BRIDGE_PROPERTY_Y | 1u << BRIDGE_PROPERTY_WIDTH | 1u << BRIDGE_PROPERTY_HEIGHT;

  if (bridge_kind_has_points (item->kind) && (touch->properties & box) != 0)
    return touch->properties | box;
  return touch->properties;
}

static void
add_changes (BridgeJsonWriter *writer, const BridgeBoard *board, const Touch *touch, const BridgeItem *item)
{
  guint properties = widen (touch, item);

  for (guint32 property = BRIDGE_PROPERTY_X; property < BRIDGE_N_PROPERTIES; property++)
    if ((properties & 1u << property) != 0 && bridge_property_name (property) != NULL)
      bridge_json_add_property (writer, item, property);
  if (touch->written)
    bridge_json_add_text (writer, item);
  if (touch->n_points > 0)
    bridge_json_add_points_from (writer, item, touch->first, touch->n_points);
  if (has_set (touch, BRIDGE_PROPERTY_ORDER) && !bridge_item_is_deleted (item))
    bridge_json_add_integer (writer, "z", (gint64)bridge_board_z (board, item));
  if (has_set (touch, BRIDGE_PROPERTY_DELETED))
    {
      bridge_json_put_key (writer, "deleted");
      bridge_json_put_boolean (writer, bridge_item_is_deleted (item));
    }
}

static void
tell_touch (const Telling *telling, const Touch *touch)
{
  const BridgeItem *item = bridge_board_item (telling->board, touch->item);
  const char       *kind = item != NULL ? bridge_kind_name (item->kind) : NULL;
  BridgeJsonWriter  writer;

  begin (&writer, telling->out, "edit", telling->revision);
  bridge_json_add_string (&writer, "author", telling->author);
  bridge_json_add_id (&writer, touch->item);
  if (kind != NULL)
    bridge_json_add_string (&writer, "kind", kind);
  bridge_json_add_string (&writer, "op", get_op (touch, item));
  bridge_json_put_key (&writer, "changed");
  bridge_json_begin_object (&writer);
  if (item != NULL && touch->created)
    bridge_json_add_properties (&writer, item);
  else if (item != NULL)
    add_changes (&writer, telling->board, touch, item);
  bridge_json_end_object (&writer);
  end (&writer);
}

/* Operations of an edit that are about no item. */

static void
tell_line (const Telling *telling, const BridgeOp *op)
{
  BridgeJsonWriter writer;

  begin (&writer, telling->out, "say", telling->revision);
  bridge_json_add_string (&writer, "author", telling->author);
  bridge_json_add_id (&writer, op->item);
  bridge_json_put_key (&writer, "time");
  bridge_json_put_time (&writer, op->say.time);
  bridge_json_add_string (&writer, "text", op->say.text);
  end (&writer);
}

static void
begin_itemless (const Telling *telling, BridgeJsonWriter *writer)
{
  begin (writer, telling->out, "edit", telling->revision);
  bridge_json_add_string (writer, "author", telling->author);
  bridge_json_add_string (writer, "op", "set");
  bridge_json_put_key (writer, "changed");
  bridge_json_begin_object (writer);
}

static void
tell_author (const Telling *telling, const BridgeOp *op)
{
  BridgeJsonWriter writer;

  begin_itemless (telling, &writer);
  bridge_json_add_string (&writer, "name", op->author.name);
  bridge_json_put_key (&writer, "color");
  bridge_json_put_color (&writer, op->author.color);
  bridge_json_end_object (&writer);
  end (&writer);
}

static void
tell_title (const Telling *telling)
{
  BridgeJsonWriter writer;

  begin_itemless (telling, &writer);
  bridge_json_add_string (&writer, "title", bridge_board_title (telling->board));
  bridge_json_end_object (&writer);
  end (&writer);
}

/* Edits. */

static guint
hash_stamp (gconstpointer stamp)
{
  const BridgeStamp *key = stamp;
  guint64            mixed = (key->lamport ^ key->site) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return (guint)(mixed >> 32);
}

static gboolean
equal_stamps (gconstpointer a, gconstpointer b)
{
  return bridge_stamp_equal (*(const BridgeStamp *)a, *(const BridgeStamp *)b);
}

static void
note_op (Touch *touch, const BridgeOp *op)
{
  switch (op->type)
    {
    case BRIDGE_OP_CREATE:
      touch->created = TRUE;
      break;
    case BRIDGE_OP_SET:
      if (op->set.property < BRIDGE_N_PROPERTIES)
        touch->properties |= 1u << op->set.property;
      break;
    case BRIDGE_OP_APPEND:
      touch->first = touch->n_points > 0 ? MIN (touch->first, op->append.start) : op->append.start;
      touch->n_points += op->append.count;
      break;
    case BRIDGE_OP_INSERT:
    case BRIDGE_OP_REMOVE:
      touch->written = TRUE;
      break;
    case BRIDGE_OP_SAY:
    case BRIDGE_OP_AUTHOR:
      break;
    }
}

/* The items of the edit in the order in which it first names them (transfer full, of Touch). */
static GPtrArray *
collect (const BridgeEdit *edit)
{
  GPtrArray *touches = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) by_item = g_hash_table_new (hash_stamp, equal_stamps);

  for (gsize i = 0; i < edit->n_ops; i++)
    {
      const BridgeOp *op = &edit->ops[i];
      Touch          *touch;

      if (op->type == BRIDGE_OP_SAY || op->type == BRIDGE_OP_AUTHOR || bridge_stamp_is_none (op->item))
        continue;
      touch = g_hash_table_lookup (by_item, &op->item);
      if (touch == NULL)
        {
          touch = g_new0 (Touch, 1);
          touch->item = op->item;
          g_ptr_array_add (touches, touch);
          g_hash_table_insert (by_item, &touch->item, touch);
        }
      note_op (touch, op);
    }
  return touches;
}

/* Who somebody is goes along with the first thing that they do: it is told only where there is nothing else. */
static void
tell_edit (const Telling *telling)
{
  g_autoptr (GPtrArray) touches = collect (telling->edit);

  for (guint i = 0; i < touches->len; i++)
    tell_touch (telling, touches->pdata[i]);
  for (gsize i = 0; i < telling->edit->n_ops; i++)
    {
      const BridgeOp *op = &telling->edit->ops[i];

      if (op->type == BRIDGE_OP_SAY)
        tell_line (telling, op);
      else if (op->type == BRIDGE_OP_SET && bridge_stamp_is_none (op->item))
        tell_title (telling);
      else if (op->type == BRIDGE_OP_AUTHOR && telling->edit->n_ops == 1)
        tell_author (telling, op);
    }
}

/* The rest. */

static void
tell_refusal (GString *out, const BridgeGuest *guest, const BridgeGuestEvent *event)
{
  BridgeJsonWriter writer;

  begin (&writer, out, "refused", event->revision);
  bridge_json_add_string (&writer, "author", get_author (guest, event->site));
  bridge_json_add_string (&writer, "error", bridge_refusal_words ((BridgeRefusal)event->code));
  end (&writer);
}

static void
tell_person (GString *out, const BridgeGuest *guest, const char *what, const BridgePerson *person)
{
  BridgeJsonWriter writer;

  begin (&writer, out, what, bridge_guest_revision (guest));
  bridge_json_add_string (&writer, "author", person->name);
  bridge_json_put_key (&writer, "color");
  bridge_json_put_color (&writer, person->color);
  end (&writer);
}

void
bridge_json_event (GString *out, const BridgeGuest *guest, const BridgeGuestEvent *event)
{
  const Telling telling = {
    .out = out,
    .board = bridge_guest_board (guest),
    .edit = event->edit,
    .revision = event->revision,
    .author = event->type == BRIDGE_GUEST_EDITED ? get_author (guest, event->edit->site) : NULL,
  };

  switch (event->type)
    {
    case BRIDGE_GUEST_EDITED:
      tell_edit (&telling);
      break;
    case BRIDGE_GUEST_REFUSED:
      tell_refusal (out, guest, event);
      break;
    case BRIDGE_GUEST_JOINED:
      tell_person (out, guest, "join", &event->person);
      break;
    case BRIDGE_GUEST_LEFT:
      tell_person (out, guest, "leave", &event->person);
      break;
    default:
      break;
    }
}
