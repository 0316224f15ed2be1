/* The text of an item laid out: measured, drawn, and asked where the caret goes.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint/text-layout.h"

#include "core/doc/schema.h"

#define NOTE_PADDING  14.0
#define SHAPE_PADDING 8.0
#define SLACK         1.06 /* how much wider than its box a text may be before it is wrapped */
#define LEAST_WIDTH   4.0
#define SHRINK_TRIES  6
#define LONGEST_WORD  256 /* code points */

struct BridgeTextLayout
{
  PangoLayout *layout;
  BridgePoint  origin; /* of the layout within the item's box */
  double       font_size;
};

/* Pango's contexts and fonts must not be shared by threads, and are dear to make: one a thread. Metrics are not hinted, so
 * that lines break at the same place at every zoom. */
static PangoContext *
get_context (void)
{
  static GPrivate key = G_PRIVATE_INIT (g_object_unref);
  PangoContext   *context = g_private_get (&key);
  if (context != NULL)
    return context;
  context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  g_private_set (&key, context);
  return context;
}

static void
set_font_size (BridgeTextLayout *self, double font_size)
{
  PangoFontDescription *font = pango_font_description_from_string (BRIDGE_TEXT_FONT);
  pango_font_description_set_absolute_size (font, font_size * PANGO_SCALE);
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);
  self->font_size = font_size;
}

static BridgePoint
measure (BridgeTextLayout *self)
{
  PangoRectangle logical;
  pango_layout_get_extents (self->layout, NULL, &logical);
  return (BridgePoint){ (double)logical.width / PANGO_SCALE, (double)logical.height / PANGO_SCALE };
}

static void
wrap (BridgeTextLayout *self, double width)
{
  pango_layout_set_width (self->layout, (int)(MIN (MAX (width, LEAST_WIDTH), 1e6) * PANGO_SCALE));
}

/* Breaking between words takes time that is quadratic in the length of a word that fits no line: seconds for a hostile one.
 * Such a thing is no word, and is broken anywhere. */
static PangoWrapMode
choose_wrap (PangoLayout *layout)
{
  int                 n, start = 0;
  const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly (layout, &n);
  for (int i = 0; i < n; i++)
    {
      if (i - start > LONGEST_WORD)
        return PANGO_WRAP_CHAR;
      if (attributes[i].is_line_break)
        start = i;
    }
  return PANGO_WRAP_WORD_CHAR;
}

static void
add_attribute (BridgeTextLayout *self, PangoAttribute *attribute)
{
  PangoAttrList *old = pango_layout_get_attributes (self->layout);
  PangoAttrList *attributes = old != NULL ? pango_attr_list_copy (old) : pango_attr_list_new ();

  pango_attr_list_insert (attributes, attribute);
  pango_layout_set_attributes (self->layout, attributes);
  pango_attr_list_unref (attributes);
}

static void
embolden_heading (BridgeTextLayout *self, const char *text)
{
  const char     *end = strchr (text, '\n');
  PangoAttribute *bold;

  if (end == NULL || end == text)
    return;
  bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
  bold->end_index = (guint)(end - text);
  add_attribute (self, bold);
}

/* The largest size at which the text fits into the height, by bisection; the least one if none does. */
static void
shrink_to (BridgeTextLayout *self, double height)
{
  double high = self->font_size, low = high * BRIDGE_TEXT_LEAST;
  if (measure (self).y <= height)
    return;
  set_font_size (self, low);
  if (measure (self).y > height)
    return;
  for (int i = 0; i < SHRINK_TRIES; i++)
    {
      set_font_size (self, (low + high) / 2);
      if (measure (self).y <= height)
        low = self->font_size;
      else
        high = self->font_size;
    }
  set_font_size (self, low);
}

static void
lay_out_text (BridgeTextLayout *self, double width)
{
  if (width > 0 && measure (self).x > width * SLACK + 1)
    wrap (self, width);
}

static void
lay_out_note (BridgeTextLayout *self, const char *text, double width, double height)
{
  double padding = MIN (NOTE_PADDING, MIN (width, height) / 6);
  embolden_heading (self, text);
  wrap (self, width - 2 * padding);
  shrink_to (self, height - 2 * padding);
  self->origin = (BridgePoint){ padding, padding };
}

/* The share of its box that a shape leaves for text: the largest rectangle of the box's form within it. */
static double
get_share (guint32 kind)
{
  return kind == BRIDGE_KIND_ELLIPSE ? 0.7071 : kind == BRIDGE_KIND_DIAMOND ? 0.5
                                                                            : 1;
}

static void
lay_out_shape (BridgeTextLayout *self, guint32 kind, double width, double height)
{
  double share = get_share (kind);
  double padding = share < 1 ? 0 : MIN (SHAPE_PADDING, MIN (width, height) / 6);
  double inner = MAX (width * share - 2 * padding, LEAST_WIDTH);
  pango_layout_set_alignment (self->layout, PANGO_ALIGN_CENTER);
  wrap (self, inner);
  shrink_to (self, height * share - 2 * padding);
  self->origin = (BridgePoint){ (width - inner) / 2, (height - measure (self).y) / 2 };
}

BridgeTextLayout *
bridge_text_layout_new (guint32 kind, const char *text, double font_size, double width, double height)
{
  BridgeTextLayout *self = g_new0 (BridgeTextLayout, 1);
  self->layout = pango_layout_new (get_context ());
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_set_wrap (self->layout, choose_wrap (self->layout));
  /* A word that is broken for want of room shows no letter that is not in it. */
  add_attribute (self, pango_attr_insert_hyphens_new (FALSE));
  set_font_size (self, font_size);
  if (kind == BRIDGE_KIND_TEXT)
    lay_out_text (self, width);
  else if (kind == BRIDGE_KIND_NOTE)
    lay_out_note (self, pango_layout_get_text (self->layout), width, height);
  else
    lay_out_shape (self, kind, width, height);
  return self;
}

void
bridge_text_layout_free (BridgeTextLayout *layout)
{
  if (layout == NULL)
    return;
  g_object_unref (layout->layout);
  g_free (layout);
}

static BridgeRect
from_pango (BridgeTextLayout *self, const PangoRectangle *rect)
{
  return (BridgeRect){ self->origin.x + (double)rect->x / PANGO_SCALE, self->origin.y + (double)rect->y / PANGO_SCALE,
                       (double)rect->width / PANGO_SCALE, (double)rect->height / PANGO_SCALE };
}

BridgeRect
bridge_text_layout_extents (BridgeTextLayout *layout)
{
  PangoRectangle logical;
  pango_layout_get_extents (layout->layout, NULL, &logical);
  return from_pango (layout, &logical);
}

BridgePoint
bridge_text_layout_size (BridgeTextLayout *layout)
{
  BridgePoint size = measure (layout);
  return (BridgePoint){ ceil (size.x), ceil (size.y) };
}

double
bridge_text_layout_font_size (BridgeTextLayout *layout)
{
  return layout->font_size;
}

gsize
bridge_text_layout_length (BridgeTextLayout *layout)
{
  return (gsize)pango_layout_get_character_count (layout->layout);
}

static int
to_byte (BridgeTextLayout *self, gsize index)
{
  const char *text = pango_layout_get_text (self->layout);
  gsize       length = bridge_text_layout_length (self);
  return (int)(g_utf8_offset_to_pointer (text, (glong)MIN (index, length)) - text);
}

static gsize
from_byte (BridgeTextLayout *self, int byte)
{
  const char *text = pango_layout_get_text (self->layout);
  return (gsize)g_utf8_pointer_to_offset (text, text + byte);
}

BridgeRect
bridge_text_layout_caret (BridgeTextLayout *layout, gsize index)
{
  PangoRectangle strong;
  pango_layout_get_cursor_pos (layout->layout, to_byte (layout, index), &strong, NULL);
  BridgeRect caret = from_pango (layout, &strong);
  caret.width = 0;
  return caret;
}

gsize
bridge_text_layout_index_at (BridgeTextLayout *layout, BridgePoint at)
{
  int byte, trailing;
  pango_layout_xy_to_index (layout->layout,
                            (int)(CLAMP (at.x - layout->origin.x, -1e6, 1e6) * PANGO_SCALE),
                            (int)(CLAMP (at.y - layout->origin.y, -1e6, 1e6) * PANGO_SCALE),
                            &byte,
                            &trailing);
  return from_byte (layout, byte) + (gsize)trailing;
}

gsize
bridge_text_layout_move (BridgeTextLayout *layout, gsize index, int steps)
{
  int direction = steps < 0 ? -1 : 1, byte = to_byte (layout, index);
  for (; steps != 0; steps -= direction)
    {
      int next, trailing;
      pango_layout_move_cursor_visually (layout->layout, TRUE, byte, 0, direction, &next, &trailing);
      if (next < 0 || next == G_MAXINT)
        break;
      byte = to_byte (layout, from_byte (layout, next) + (gsize)trailing);
    }
  return from_byte (layout, byte);
}

gsize
bridge_text_layout_step (BridgeTextLayout *layout, gsize index, int steps)
{
  int                 n;
  const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly (layout->layout, &n);
  gsize               length = bridge_text_layout_length (layout), at = MIN (index, length);
  for (; steps > 0 && at < length; steps--)
    while (++at < length && !attributes[at].is_cursor_position)
      continue;
  for (; steps < 0 && at > 0; steps++)
    while (--at > 0 && !attributes[at].is_cursor_position)
      continue;
  return at;
}

static int
get_line (BridgeTextLayout *self, gsize index, PangoLayoutLine **line)
{
  int number;
  pango_layout_index_to_line_x (self->layout, to_byte (self, index), FALSE, &number, NULL);
  *line = pango_layout_get_line_readonly (self->layout, number);
  return number;
}

gsize
bridge_text_layout_move_line (BridgeTextLayout *layout, gsize index, int lines, double x)
{
  PangoLayoutLine *line;
  int              number = get_line (layout, index, &line) + lines;
  if (number < 0)
    return 0;
  if (number >= pango_layout_get_line_count (layout->layout))
    return bridge_text_layout_length (layout);
  PangoLayoutLine *target = pango_layout_get_line_readonly (layout->layout, number);
  BridgeRect       row = bridge_text_layout_caret (layout, from_byte (layout, target->start_index));
  gsize            found = bridge_text_layout_index_at (layout, (BridgePoint){ x, row.y + row.height / 2 });
  /* The end of a wrapped line is the start of the next one; stay on the line that was asked for. */
  if (get_line (layout, found, &line) > number && found > 0)
    return found - 1;
  return found;
}

gsize
bridge_text_layout_line_start (BridgeTextLayout *layout, gsize index)
{
  PangoLayoutLine *line;
  get_line (layout, index, &line);
  return from_byte (layout, line->start_index);
}

gsize
bridge_text_layout_line_end (BridgeTextLayout *layout, gsize index)
{
  PangoLayoutLine *line, *next;
  int              number = get_line (layout, index, &line);
  int              end = line->start_index + line->length;
  bool             is_last = number + 1 >= pango_layout_get_line_count (layout->layout);
  next = is_last ? NULL : pango_layout_get_line_readonly (layout->layout, number + 1);
  /* Where a line was wrapped, the place after its last code point is the next line's first. */
  if (next != NULL && next->start_index == end && line->length > 0)
    return from_byte (layout, end) - 1;
  return from_byte (layout, end);
}

gsize
bridge_text_layout_word_start (BridgeTextLayout *layout, gsize index)
{
  int                 n;
  const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly (layout->layout, &n);
  gsize               at = MIN (index, bridge_text_layout_length (layout));
  while (at > 0 && !attributes[--at].is_word_start)
    continue;
  return at;
}

gsize
bridge_text_layout_word_end (BridgeTextLayout *layout, gsize index)
{
  int                 n;
  const PangoLogAttr *attributes = pango_layout_get_log_attrs_readonly (layout->layout, &n);
  gsize               length = bridge_text_layout_length (layout), at = MIN (index, length);
  while (at < length && !attributes[++at].is_word_end)
    continue;
  return at;
}

static void
add_selected (BridgeTextLayout *self, PangoLayoutIter *iter, int from, int to, GArray *rects)
{
  PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
  PangoRectangle   row;
  int             *ranges, n_ranges;
  pango_layout_iter_get_line_extents (iter, NULL, &row);
  pango_layout_line_get_x_ranges (line, from, to, &ranges, &n_ranges);
  for (int i = 0; i < n_ranges; i++)
    {
      PangoRectangle covered = { ranges[2 * i], row.y, ranges[2 * i + 1] - ranges[2 * i], row.height };
      BridgeRect     rect = from_pango (self, &covered);
      g_array_append_val (rects, rect);
    }
  g_free (ranges);
}

BridgeRect *
bridge_text_layout_selection (BridgeTextLayout *layout, gsize from, gsize to, gsize *n_rects)
{
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (BridgeRect));
  int              first = to_byte (layout, from), last = to_byte (layout, to);
  PangoLayoutIter *iter = pango_layout_get_iter (layout->layout);
  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      if (first < last && first <= line->start_index + line->length && last > line->start_index)
        add_selected (layout, iter, MAX (first, line->start_index), last, rects);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  return g_array_steal (rects, n_rects);
}

void
bridge_text_layout_underline (BridgeTextLayout *layout, gsize from, gsize to)
{
  PangoAttribute *underline = pango_attr_underline_new (PANGO_UNDERLINE_SINGLE);

  underline->start_index = (guint)to_byte (layout, from);
  underline->end_index = (guint)to_byte (layout, to);
  add_attribute (layout, underline);
}

void
bridge_text_layout_draw (BridgeTextLayout *layout, cairo_t *cr)
{
  cairo_save (cr);
  cairo_move_to (cr, layout->origin.x, layout->origin.y);
  pango_cairo_show_layout (cr, layout->layout);
  cairo_restore (cr);
}
