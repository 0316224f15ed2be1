/* Edits written as JSON, composed on a board.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/json-edit.h"

#include "core/base/map.h"
#include "core/doc/compose.h"
#include "core/doc/limits.h"
#include "session/json-fields.h"
#include "session/json-guard.h"
#include "session/json-item.h"
#include "session/json-line.h"

#include <math.h>
#include <string.h>

#define FIT_AT_ONCE 1000 /* characters that are laid out within the edit that writes them */
#define FITS_MAX    256  /* texts laid out in one edit later on */

struct BridgeJsonEditor
{
  GHashTable *names;    /* name -> BridgeStamp; none: it was to be given to an item that was not created */
  BridgeMap   unfitted; /* by item: texts to be laid out */
};

BridgeJsonEditor *
bridge_json_editor_new (void)
{
  BridgeJsonEditor *editor = g_new0 (BridgeJsonEditor, 1);

  editor->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return editor;
}

void
bridge_json_editor_free (BridgeJsonEditor *editor)
{
  g_hash_table_unref (editor->names);
  bridge_map_clear (&editor->unfitted);
  g_free (editor);
}

/* The name as the editor keeps it. */
static const char *
give_name (BridgeJsonEditor *editor, const char *name, BridgeStamp item)
{
  gpointer kept;

  /* g_hash_table_insert keeps the key that is there: a name, once kept, stays where it is. */
  g_hash_table_insert (editor->names, g_strdup (name), g_memdup2 (&item, sizeof item));
  g_hash_table_lookup_extended (editor->names, name, &kept, NULL);
  return kept;
}

void
bridge_json_editor_forget (BridgeJsonEditor *editor, const BridgeJsonSubject *subject)
{
  const BridgeStamp *named = subject->name != NULL ? g_hash_table_lookup (editor->names, subject->name) : NULL;

  if (named != NULL && bridge_stamp_equal (*named, subject->item))
    give_name (editor, subject->name, BRIDGE_STAMP_NONE);
}

/* The item that a line is about. */

static gboolean
find_named (BridgeJsonEditor *editor, const char *name, BridgeStamp *id, GError **error)
{
  const BridgeStamp *named = g_hash_table_lookup (editor->names, name);

  if (named == NULL)
    return bridge_json_fail (error, "No line before this one has made an item \"as\" \"%s\".", name);
  if (bridge_stamp_is_none (*named))
    return bridge_json_fail (error, "The item \"@%s\" has not been created.", name);
  *id = *named;
  return TRUE;
}

static gboolean
find_item (BridgeJsonEditor *editor, BridgeJsonLine *line, GError **error)
{
  const char *text;
  BridgeStamp id;

  if (!bridge_json_get_string (line->object, "id", &text, error))
    return FALSE;
  if (text[0] == '@')
    {
      if (!find_named (editor, text + 1, &id, error))
        return FALSE;
    }
  else if (!bridge_json_parse_id (text, &id))
    return bridge_json_fail (error, "\"%s\" is not an id.", text);
  line->item = bridge_board_item (line->board, id);
  if (line->item == NULL)
    return bridge_json_fail (error, "There is no item \"%s\" on the board.", text);
  return TRUE;
}

/* Long texts. */

gboolean
bridge_json_editor_wants_fit (BridgeJsonEditor *editor)
{
  return editor->unfitted.count > 0;
}

static void
fit_later (const BridgeItem *item, BridgeEdit *edit)
{
  g_autofree char *text = bridge_json_text (item);
  BridgePoint      size = bridge_json_lay_out (text, bridge_item_number (item, BRIDGE_PROPERTY_FONT_SIZE), 0);

  bridge_edit_set (edit, item->id, BRIDGE_PROPERTY_WIDTH, bridge_value_number (size.x));
  bridge_edit_set (edit, item->id, BRIDGE_PROPERTY_HEIGHT, bridge_value_number (size.y));
}

void
bridge_json_editor_fit (BridgeJsonEditor *editor, const BridgeBoard *board, BridgeEdit *edit)
{
  BridgeMapEntry entry;
  gsize          cursor = 0;

  for (int i = 0; i < FITS_MAX && bridge_map_next (&editor->unfitted, &cursor, &entry); i++, cursor = 0)
    {
      const BridgeItem *item = bridge_board_item (board, (BridgeStamp){ entry.a, entry.b });

      bridge_map_remove (&editor->unfitted, entry.a, entry.b);
      if (item != NULL && !bridge_item_is_locked (item))
        fit_later (item, edit);
    }
}

/* The operations. */

/* The box of an item of a point kind is not its registers: its points reach out from an origin. */
static gboolean
set_ink_box (BridgeJsonLine *line, GError **error)
{
  BridgeRect box = bridge_item_box (line->item);

  if (!bridge_json_read_number (line, BRIDGE_PROPERTY_X, &box.x, error) ||
      !bridge_json_read_number (line, BRIDGE_PROPERTY_Y, &box.y, error) ||
      !bridge_json_read_number (line, BRIDGE_PROPERTY_WIDTH, &box.width, error) ||
      !bridge_json_read_number (line, BRIDGE_PROPERTY_HEIGHT, &box.height, error))
    return FALSE;
  bridge_compose_box (line->edit, line->item, box);
  return TRUE;
}

static gboolean
set_box (BridgeJsonLine *line, GError **error)
{
  if (bridge_kind_has_points (line->item->kind))
    return set_ink_box (line, error);
  for (guint32 property = BRIDGE_PROPERTY_X; property <= BRIDGE_PROPERTY_HEIGHT; property++)
    if (!bridge_json_set_property (line, line->item->id, property, error))
      return FALSE;
  return TRUE;
}

/* Whether a text item of so many characters is to be laid out later; then it is noted down. */
static gboolean
fits_later (BridgeJsonLine *line, gsize length)
{
  BridgeStamp id = line->item->id;

  if (length <= FIT_AT_ONCE)
    return FALSE;
  bridge_map_put (line->unfitted, id.lamport, id.site, line->unfitted);
  return TRUE;
}

/* A text is as large as it was laid out; what the line gives itself has been set already. */
static gboolean
fit (BridgeJsonLine *line, const char *text, GError **error)
{
  BridgeStamp id = line->item->id;
  BridgePoint size;

  if (line->item->kind != BRIDGE_KIND_TEXT)
    return TRUE;
  if (!bridge_json_has (line, BRIDGE_PROPERTY_WIDTH) && !bridge_json_has (line, BRIDGE_PROPERTY_HEIGHT) &&
      fits_later (line, (gsize)g_utf8_strlen (text, -1)))
    return TRUE;
  if (!bridge_json_measure (line, text, bridge_item_number (line->item, BRIDGE_PROPERTY_FONT_SIZE), &size, error))
    return FALSE;
  if (!bridge_json_has (line, BRIDGE_PROPERTY_WIDTH))
    bridge_edit_set (line->edit, id, BRIDGE_PROPERTY_WIDTH, bridge_value_number (size.x));
  if (!bridge_json_has (line, BRIDGE_PROPERTY_HEIGHT))
    bridge_edit_set (line->edit, id, BRIDGE_PROPERTY_HEIGHT, bridge_value_number (size.y));
  return TRUE;
}

static gboolean
set_text (BridgeJsonLine *line, GError **error)
{
  const BridgeItem *item = line->item;
  g_autofree char  *now = NULL;
  const char       *text;

  if (!json_object_has_member (line->object, "text"))
    {
      now = bridge_json_text (item);
      return !bridge_json_has (line, BRIDGE_PROPERTY_FONT_SIZE) || fit (line, now, error);
    }
  if (!bridge_json_get_string (line->object, "text", &text, error))
    return FALSE;
  return bridge_json_check_text (bridge_compose_replace_text (line->edit, item->id, item, text, strlen (text)), 0, error) &&
         fit (line, text, error);
}

/* Of a locked item nothing but the lock can be set: so opening it comes first, and closing it last. */
static gboolean
compose_set (BridgeJsonLine *line, GError **error)
{
  BridgeStamp id = line->item->id;
  BridgeValue locked = bridge_value_null ();

  if (bridge_json_has (line, BRIDGE_PROPERTY_LOCKED) &&
      !bridge_json_get_property (line->object, BRIDGE_PROPERTY_LOCKED, &locked, error))
    return FALSE;
  if (locked.type == BRIDGE_VALUE_BOOLEAN && !locked.boolean)
    bridge_edit_set (line->edit, id, BRIDGE_PROPERTY_LOCKED, locked);
  if (!set_box (line, error) || !bridge_json_set_looks (line, id, error) || !set_text (line, error))
    return FALSE;
  if (locked.type == BRIDGE_VALUE_BOOLEAN && locked.boolean)
    bridge_edit_set (line->edit, id, BRIDGE_PROPERTY_LOCKED, locked);
  return TRUE;
}

static double
get_factor (double seen, double natural)
{
  return natural > 0 && seen > 0 ? seen / natural : 1;
}

/* Keeps what is scaled at its scale while its points reach further. */
static void
keep_scale (BridgeJsonLine *line, guint32 property, double factor, double natural)
{
  if (bridge_item_register (line->item, property) != NULL)
    bridge_edit_set (line->edit, line->item->id, property, bridge_value_number (natural * factor));
}

static BridgeRect
get_extent_with (const BridgeItem *item, const BridgeInkPoint *points, gsize n_points)
{
  BridgePoint origin = { bridge_item_number (item, BRIDGE_PROPERTY_X), bridge_item_number (item, BRIDGE_PROPERTY_Y) };
  BridgeRect  extent = bridge_points_extent (&item->points);

  for (gsize i = 0; i < n_points; i++)
    {
      double x = bridge_step_from (points[i].x - origin.x, item->points.precision);
      double y = bridge_step_from (points[i].y - origin.y, item->points.precision);

      extent = bridge_rect_add (extent, (BridgePoint){ x * bridge_step_size (item->points.precision),
                                                       y * bridge_step_size (item->points.precision) });
    }
  return extent;
}

static gboolean
compose_append (BridgeJsonLine *line, GError **error)
{
  const BridgeItem          *item = line->item;
  g_autofree BridgeInkPoint *points = NULL;
  BridgeRect                 box = bridge_item_box (item), extent = bridge_points_extent (&item->points);
  BridgePoint                factor = { get_factor (box.width, extent.width), get_factor (box.height, extent.height) };
  BridgePoint                origin = { bridge_item_number (item, BRIDGE_PROPERTY_X), bridge_item_number (item, BRIDGE_PROPERTY_Y) };
  double                     reach = BRIDGE_STEP_MAX * bridge_step_size (item->points.precision);
  gsize                      n_points;

  if (!bridge_kind_has_points (item->kind))
    return bridge_json_fail (error, "Only strokes, highlighters, lines and arrows have points.");
  if (item->id.site != line->edit->site)
    return bridge_json_fail (error, "Points can only be appended by the run that created the item.");
  points = bridge_json_get_points (line->object, &n_points, error);
  if (points == NULL)
    return FALSE;
  if (n_points > BRIDGE_ITEM_POINTS_MAX - item->points.count)
    return bridge_json_fail (error, "An item has %d points at most.", BRIDGE_ITEM_POINTS_MAX);
  for (gsize i = 0; i < n_points; i++)
    {
      points[i].x = origin.x + (points[i].x - origin.x) / factor.x;
      points[i].y = origin.y + (points[i].y - origin.y) / factor.y;
      if (!(fabs (points[i].x - origin.x) <= reach && fabs (points[i].y - origin.y) <= reach))
        return bridge_json_fail (error, "Point %" G_GSIZE_FORMAT " lies too far away for the item's precision.", i);
    }
  bridge_compose_append (line->edit, item, points, n_points);
  extent = get_extent_with (item, points, n_points);
  keep_scale (line, BRIDGE_PROPERTY_WIDTH, factor.x, extent.width);
  keep_scale (line, BRIDGE_PROPERTY_HEIGHT, factor.y, extent.height);
  return TRUE;
}

/* The text as it is once `n_delete` characters at `at` have given way to `insert`; all in range. */
static char *
splice (const char *text, gsize at, gsize n_delete, const char *insert)
{
  const char *start = g_utf8_offset_to_pointer (text, (glong)at);
  const char *end = g_utf8_offset_to_pointer (start, (glong)n_delete);
  GString    *spliced = g_string_new_len (text, start - text);

  g_string_append (spliced, insert);
  g_string_append (spliced, end);
  return g_string_free (spliced, FALSE);
}

static gboolean
compose_text (BridgeJsonLine *line, GError **error)
{
  const BridgeItem *item = line->item;
  const char       *insert = "";
  gint64            at, n_delete;
  gsize             length = item->text != NULL ? bridge_text_length (item->text) : 0;
  BridgeStatus      status;

  if (!bridge_json_get_count (line->object, "at", G_MAXINT32, -1, &at, error) ||
      !bridge_json_get_count (line->object, "delete", G_MAXINT32, 0, &n_delete, error))
    return FALSE;
  if (json_object_has_member (line->object, "insert") && !bridge_json_get_string (line->object, "insert", &insert, error))
    return FALSE;
  status = bridge_compose_text (line->edit, item, (gsize)at, (gsize)n_delete, insert, strlen (insert));
  if (!bridge_json_check_text (status, length, error))
    return FALSE;
  if (item->kind == BRIDGE_KIND_TEXT && !fits_later (line, length - (gsize)n_delete + (gsize)g_utf8_strlen (insert, -1)))
    {
      g_autofree char *now = bridge_json_text (item);
      g_autofree char *then = splice (now, (gsize)at, (gsize)n_delete, insert);

      return fit (line, then, error);
    }
  return TRUE;
}

static gboolean
compose_delete (BridgeJsonLine *line, GError **error)
{
  bridge_compose_delete (line->edit, line->item->id);
  return TRUE;
}

static gboolean
compose_restore (BridgeJsonLine *line, GError **error)
{
  bridge_compose_restore (line->edit, line->item->id);
  return TRUE;
}

static gboolean
compose_front (BridgeJsonLine *line, GError **error)
{
  bridge_compose_front (line->edit, line->board, &line->item->id, 1);
  return TRUE;
}

static gboolean
compose_back (BridgeJsonLine *line, GError **error)
{
  bridge_compose_back (line->edit, line->board, &line->item->id, 1);
  return TRUE;
}

static gboolean
compose_say (BridgeJsonLine *line, GError **error)
{
  const char *text;

  if (!bridge_json_get_string (line->object, "text", &text, error))
    return FALSE;
  if (text[0] == '\0' || strlen (text) > BRIDGE_CHAT_BYTES_MAX)
    return bridge_json_fail (error, "A message has 1 to %d bytes.", BRIDGE_CHAT_BYTES_MAX);
  bridge_edit_say (line->edit, text, strlen (text), g_get_real_time () / 1000);
  return TRUE;
}

/* The table of operations. */

typedef struct
{
  const char *name;
  gboolean    on_item;                                        /* `id` says which */
  gboolean    properties;                                     /* any may be given */
  const char *keys[6];                                        /* others that may be given besides op and id */
  gboolean (*compose) (BridgeJsonLine *line, GError **error); /* NULL: creates */
} Operation;

/* What an export says of an item beyond its properties (id, author) is read over when it is created anew. */
static const Operation operations[] = {
  { "create", FALSE, TRUE, { "kind", "points", "precision", "as", "id", "author" }, NULL },
  { "set", TRUE, TRUE, { NULL }, compose_set },
  { "append", TRUE, FALSE, { "points" }, compose_append },
  { "text", TRUE, FALSE, { "at", "delete", "insert" }, compose_text },
  { "delete", TRUE, FALSE, { NULL }, compose_delete },
  { "restore", TRUE, FALSE, { NULL }, compose_restore },
  { "front", TRUE, FALSE, { NULL }, compose_front },
  { "back", TRUE, FALSE, { NULL }, compose_back },
  { "say", FALSE, FALSE, { "text" }, compose_say },
};

static const Operation *
find_operation (JsonObject *object, GError **error)
{
  const char *name;

  if (!bridge_json_get_string (object, "op", &name, error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (operations); i++)
    if (strcmp (operations[i].name, name) == 0)
      return &operations[i];
  bridge_json_fail (error, "There is no op \"%s\".", name);
  return NULL;
}

static gboolean
takes_key (const Operation *operation, const char *key)
{
  guint32 property;

  if (strcmp (key, "op") == 0 || (operation->on_item && strcmp (key, "id") == 0))
    return TRUE;
  if (operation->properties && (strcmp (key, "text") == 0 || bridge_property_from_name (key, &property)))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (operation->keys) && operation->keys[i] != NULL; i++)
    if (strcmp (operation->keys[i], key) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
check_keys (const Operation *operation, JsonObject *object, GError **error)
{
  JsonObjectIter iter;
  const char    *key;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, NULL))
    if (!takes_key (operation, key))
      return bridge_json_fail (error, "\"%s\" takes no key \"%s\".", operation->name, key);
  return TRUE;
}

/* The name that the line gives, NULL for none. */
static gboolean
read_name (JsonObject *object, const char **name, GError **error)
{
  *name = NULL;
  if (!json_object_has_member (object, "as"))
    return TRUE;
  if (!bridge_json_get_string (object, "as", name, error))
    return FALSE;
  return (*name)[0] != '\0' || bridge_json_fail (error, "\"as\" must not be empty.");
}

static gboolean
create (BridgeJsonEditor *editor, const Operation *operation, BridgeJsonLine *line, BridgeJsonSubject *subject, GError **error)
{
  const char *name;
  gboolean    created;

  if (!read_name (line->object, &name, error))
    return FALSE;
  created = check_keys (operation, line->object, error) && bridge_json_create (line, &subject->item, error);
  if (name != NULL)
    subject->name = give_name (editor, name, created ? subject->item : BRIDGE_STAMP_NONE);
  return created;
}

static gboolean
compose (BridgeJsonEditor *editor, BridgeJsonLine *line, BridgeJsonSubject *subject, GError **error)
{
  const Operation *operation = find_operation (line->object, error);

  if (operation == NULL)
    return FALSE;
  if (operation->compose == NULL)
    return create (editor, operation, line, subject, error);
  if (!check_keys (operation, line->object, error))
    return FALSE;
  if (operation->on_item && !find_item (editor, line, error))
    return FALSE;
  if (line->item != NULL)
    subject->item = line->item->id;
  return operation->compose (line, error);
}

gboolean
bridge_json_editor_compose (BridgeJsonEditor  *editor,
                            const BridgeBoard *board,
                            const char        *text,
                            gsize              length,
                            BridgeEdit        *edit,
                            BridgeJsonSubject *subject,
                            GError           **error)
{
  g_autoptr (JsonNode) node = bridge_json_parse (text, length, BRIDGE_JSON_LINE_MAX, error);
  BridgeJsonLine line = { .board = board, .edit = edit, .unfitted = &editor->unfitted };

  *subject = (BridgeJsonSubject){ BRIDGE_STAMP_NONE, NULL };
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return bridge_json_fail (error, "The line is not a JSON object.");
  line.object = json_node_get_object (node);
  return compose (editor, &line, subject, error);
}
