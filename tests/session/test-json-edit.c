/* Lines of JSON that are taken, and lines that are not, with their words.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scribe.h"

#include "core/doc/limits.h"

#define LOOKS(size) "\"rotation\":0,\"color\":\"#241f31\",\"fill\":null,\"size\":" size ",\"dash\":\"solid\",\"opacity\":1,\"font_size\":20,\"text\":\"\",\"locked\":false"

/* Lines, the last of which is about the item that is then as described. */
static const struct
{
  const char *lines[5];
  const char *described;
} good[] = {
  { { "{\"op\":\"create\",\"kind\":\"rectangle\"}" },
    "{\"x\":0,\"y\":0,\"width\":0,\"height\":0," LOOKS ("3") "}" },
  { { " {\"kind\":\"ellipse\", \"op\":\"create\", \"x\":1.5,\"y\":-2,\"width\":3e2,\"height\":0.1}\r" },
    "{\"x\":1.5,\"y\":-2,\"width\":300,\"height\":0.1," LOOKS ("3") "}" },
  { { "{\"op\":\"create\",\"kind\":\"note\",\"size\":0.25}" },
    "{\"x\":0,\"y\":0,\"width\":200,\"height\":200," LOOKS ("0.25") "}" },
  { { "{\"op\":\"create\",\"kind\":\"diamond\",\"rotation\":-45.5,\"color\":\"#FF0000\",\"fill\":\"#00ff0080\",\"size\":256,"
      "\"dash\":\"dotted\",\"opacity\":0.5,\"font_size\":12.5,\"text\":\"Größe\\n中\",\"locked\":true}" },
    "{\"x\":0,\"y\":0,\"width\":0,\"height\":0,\"rotation\":-45.5,\"color\":\"#ff0000\",\"fill\":\"#00ff0080\",\"size\":256,"
    "\"dash\":\"dotted\",\"opacity\":0.5,\"font_size\":12.5,\"text\":\"Größe\\n中\",\"locked\":true}" },
  /* points absolute, then relative to x and y */
  { { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[10,20],[30,15,0.5],[12.5,40,0]]}" },
    "{\"x\":10,\"y\":15,\"width\":20,\"height\":25," LOOKS ("3") ",\"precision\":3,\"points\":[[0,5,1],[20,0,0.502],[2.5,25,0]]}" },
  { { "{\"op\":\"create\",\"kind\":\"line\",\"x\":0.1,\"y\":-7.3,\"points\":[[0,5],[20,0]]}" },
    "{\"x\":0.1,\"y\":-7.3,\"width\":20,\"height\":5," LOOKS ("3") ",\"precision\":3,\"points\":[[0,5,1],[20,0,1]]}" },
  { { "{\"op\":\"create\",\"kind\":\"arrow\",\"x\":100,\"points\":[[1,1],[0,0]]}" },
    "{\"x\":100,\"y\":0,\"width\":1,\"height\":1," LOOKS ("3") ",\"precision\":3,\"points\":[[1,1,1],[0,0,1]]}" },
  /* steps of 2^-k px */
  { { "{\"op\":\"create\",\"kind\":\"highlighter\",\"precision\":0,\"points\":[[0.4,0],[9.6,0]]}" },
    "{\"x\":0,\"y\":0,\"width\":10,\"height\":0," LOOKS ("3") ",\"precision\":0,\"points\":[[0,0,1],[10,0,1]]}" },
  { { "{\"op\":\"create\",\"kind\":\"line\",\"precision\":15,\"points\":[[0,0],[0.00003,1]]}" },
    "{\"x\":0,\"y\":0,\"width\":3.0517578125e-05,\"height\":1," LOOKS ("3") ",\"precision\":15,\"points\":[[0,0,1],[0.000031,1,1]]}" },
  /* scaled from the start, in place and at a place */
  { { "{\"op\":\"create\",\"kind\":\"line\",\"points\":[[10,10],[20,30]],\"width\":40,\"height\":5}" },
    "{\"x\":10,\"y\":10,\"width\":40,\"height\":5," LOOKS ("3") ",\"precision\":15,\"points\":[[0,0,1],[40,5,1]]}" },
  { { "{\"op\":\"create\",\"kind\":\"line\",\"x\":5,\"y\":6,\"points\":[[10,20],[0,0]],\"width\":40}" },
    "{\"x\":5,\"y\":6,\"width\":40,\"height\":20," LOOKS ("3") ",\"precision\":15,\"points\":[[40,20,1],[0,0,1]]}" },
  /* what has no extent cannot be stretched */
  { { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[1,2]],\"width\":40}" },
    "{\"x\":1,\"y\":2,\"width\":0,\"height\":0," LOOKS ("3") ",\"precision\":3,\"points\":[[0,0,1]]}" },
  /* moved and scaled afterwards: the box's top left */
  { { "{\"op\":\"create\",\"kind\":\"line\",\"as\":\"l\",\"points\":[[10,20],[0,0]]}",
      "{\"op\":\"set\",\"id\":\"@l\",\"x\":100}" },
    "{\"x\":100,\"y\":0,\"width\":10,\"height\":20," LOOKS ("3") ",\"precision\":3,\"points\":[[10,20,1],[0,0,1]]}" },
  { { "{\"op\":\"create\",\"kind\":\"line\",\"as\":\"l\",\"points\":[[10,20],[0,0]]}",
      "{\"op\":\"set\",\"id\":\"@l\",\"x\":100,\"width\":20,\"height\":10}" },
    "{\"x\":100,\"y\":0,\"width\":20,\"height\":10," LOOKS ("3") ",\"precision\":15,\"points\":[[20,10,1],[0,0,1]]}" },
  /* appended points lie where they are said to, whatever was scaled */
  { { "{\"op\":\"create\",\"kind\":\"stroke\",\"as\":\"s\",\"points\":[[0,0],[10,10]]}",
      "{\"op\":\"append\",\"id\":\"@s\",\"points\":[[20,0,0]]}" },
    "{\"x\":0,\"y\":0,\"width\":20,\"height\":10," LOOKS ("3") ",\"precision\":3,\"points\":[[0,0,1],[10,10,1],[20,0,0]]}" },
  { { "{\"op\":\"create\",\"kind\":\"stroke\",\"as\":\"s\",\"points\":[[0,0],[10,10]]}",
      "{\"op\":\"set\",\"id\":\"@s\",\"width\":20}",
      "{\"op\":\"append\",\"id\":\"@s\",\"points\":[[40,5]]}" },
    "{\"x\":0,\"y\":0,\"width\":40,\"height\":10," LOOKS ("3") ",\"precision\":15,\"points\":[[0,0,1],[20,10,1],[40,5,1]]}" },
  /* texts */
  { { "{\"op\":\"create\",\"kind\":\"note\",\"as\":\"n\",\"text\":\"Hello\"}",
      "{\"op\":\"text\",\"id\":\"@n\",\"at\":5,\"insert\":\", world\"}",
      "{\"op\":\"text\",\"id\":\"@n\",\"at\":0,\"delete\":1,\"insert\":\"中J\"}",
      "{\"op\":\"set\",\"id\":\"@n\",\"rotation\":0}" },
    "{\"x\":0,\"y\":0,\"width\":200,\"height\":200,\"rotation\":0,\"color\":\"#241f31\",\"fill\":null,\"size\":3,\"dash\":\"solid\",\"opacity\":1,"
    "\"font_size\":20,\"text\":\"中Jello, world\",\"locked\":false}" },
  { { "{\"op\":\"create\",\"kind\":\"rectangle\",\"as\":\"r\",\"locked\":true,\"text\":\"old\"}",
      "{\"op\":\"set\",\"id\":\"@r\",\"text\":\"bold\",\"x\":1,\"fill\":null,\"locked\":false}",
      "{\"op\":\"set\",\"id\":\"@r\",\"locked\":true,\"y\":2}" },
    "{\"x\":1,\"y\":2,\"width\":0,\"height\":0,\"rotation\":0,\"color\":\"#241f31\",\"fill\":null,\"size\":3,\"dash\":\"solid\",\"opacity\":1,"
    "\"font_size\":20,\"text\":\"bold\",\"locked\":true}" },
  /* what an export adds to an item is read over; a name can be given anew */
  { { "{\"op\":\"create\",\"kind\":\"rectangle\",\"as\":\"r\",\"id\":\"1-2\",\"author\":\"Ben\"}",
      "{\"op\":\"create\",\"kind\":\"rectangle\",\"as\":\"r\",\"x\":5}",
      "{\"op\":\"set\",\"id\":\"@r\"}" },
    "{\"x\":5,\"y\":0,\"width\":0,\"height\":0," LOOKS ("3") "}" },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *described = NULL;
      BridgeStamp      item = BRIDGE_STAMP_NONE;
      Scribe           scribe;

      scribe_init (&scribe, 7);
      for (gsize j = 0; j < G_N_ELEMENTS (good[i].lines) && good[i].lines[j] != NULL; j++)
        item = scribe_apply (&scribe, good[i].lines[j]);
      described = scribe_describe (&scribe, item);
      g_assert_cmpstr (described, ==, good[i].described);
      scribe_clear (&scribe);
    }
}

/* On a board with a note "@n" (text "Hello"), a stroke "@s", a locked rectangle "@l"; "@gone" has failed. */
static const char *const furniture[] = {
  "{\"op\":\"create\",\"kind\":\"note\",\"as\":\"n\",\"text\":\"Hello\"}",
  "{\"op\":\"create\",\"kind\":\"stroke\",\"as\":\"s\",\"points\":[[0,0],[1,1]]}",
  "{\"op\":\"create\",\"kind\":\"rectangle\",\"as\":\"l\",\"locked\":true}",
};

static const struct
{
  const char *line;
  const char *says;
} bad[] = {
  { "", "ends too early" },
  { "{", "ends too early" },
  { "nonsense", "not valid JSON" },
  { "[]", "not a JSON object" },
  { "7", "not a JSON object" },
  { "{}", "\"op\" is missing" },
  { "{\"op\":7}", "\"op\" must be a string" },
  { "{\"op\":\"paint\"}", "no op \"paint\"" },
  { "{\"op\":\"create\"}", "\"kind\" is missing" },
  { "{\"op\":\"create\",\"kind\":\"blob\"}", "no kind \"blob\"" },
  { "{\"op\":\"create\",\"kind\":\"board\"}", "no kind \"board\"" },
  { "{\"op\":\"create\",\"kind\":null}", "\"kind\" must be" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"colour\":\"#000000\"}", "no key \"colour\"" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"order\":\"a\"}", "no key \"order\"" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"deleted\":true}", "no key \"deleted\"" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"at\":1}", "no key \"at\"" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"x\":1,\"x\":2}", "twice" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"x\":\"1\"}", "\"x\" must be a number" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"x\":1e400}", "not finite" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"x\":10000001}", "\"x\" must be a number from" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"width\":-1}", "\"width\" must be" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"size\":0.1}", "from 0.25 to 256" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"size\":257}", "from 0.25 to 256" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"opacity\":1.1}", "from 0 to 1" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"font_size\":0}", "from 1 to 1000" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"color\":\"red\"}", "a colour" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"color\":\"#12345\"}", "a colour" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"color\":\"#+12345\"}", "a colour" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"color\":null}", "a colour" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"fill\":1}", "or null" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"dash\":\"wavy\"}", "solid, dashed or dotted" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"locked\":1}", "true or false" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"text\":null}", "\"text\" must be a string" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"text\":\"\\u0000\"}", "NUL" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"text\":\"\\ud800\"}", "half a character" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"as\":\"\"}", "must not be empty" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"as\":1}", "\"as\" must be a string" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"points\":[[0,0]]}", "are for strokes" },
  { "{\"op\":\"create\",\"kind\":\"note\",\"precision\":3}", "are for strokes" },
  { "{\"op\":\"create\",\"kind\":\"stroke\"}", "\"points\" is missing" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[]}", "1 to 65536 points" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":7}", "1 to 65536 points" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[0,0],[1]]}", "Point 1 must be" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[0,0,0,0]]}", "Point 0 must be" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[0,null]]}", "Point 0 must be" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[0,0]}", "Point 0 must be" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[0,0,1.5]]}", "Point 0 must be" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[0,2e7]]}", "Point 0 must be" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[0,0]],\"precision\":16}", "from 0 to 15" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[0,0]],\"precision\":2.5}", "from 0 to 15" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[0,0],[20000,0]],\"precision\":15}", "too far" },
  { "{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[[9000000,0]],\"x\":9000000}", "outside its range" },
  { "{\"op\":\"set\"}", "\"id\" is missing" },
  { "{\"op\":\"set\",\"id\":5}", "\"id\" must be a string" },
  { "{\"op\":\"set\",\"id\":\"\"}", "not an id" },
  { "{\"op\":\"set\",\"id\":\"1-1\",\"x\":1}", "no item \"1-1\"" },
  { "{\"op\":\"set\",\"id\":\"@\",\"x\":1}", "No line before" },
  { "{\"op\":\"set\",\"id\":\"@nobody\",\"x\":1}", "No line before" },
  { "{\"op\":\"set\",\"id\":\"@gone\",\"x\":1}", "has not been created" },
  { "{\"op\":\"set\",\"id\":\"@n\",\"kind\":\"note\"}", "no key \"kind\"" },
  { "{\"op\":\"set\",\"id\":\"@s\",\"points\":[[0,0]]}", "no key \"points\"" },
  { "{\"op\":\"set\",\"id\":\"@n\",\"as\":\"m\"}", "no key \"as\"" },
  { "{\"op\":\"set\",\"id\":\"@s\",\"width\":-1}", "\"width\" must be" },
  { "{\"op\":\"set\",\"id\":\"@l\",\"x\":1}", "locked" },
  { "{\"op\":\"set\",\"id\":\"@l\",\"locked\":true,\"x\":1}", "locked" },
  { "{\"op\":\"delete\",\"id\":\"@l\"}", "locked" },
  { "{\"op\":\"delete\",\"id\":\"@n\",\"x\":1}", "no key \"x\"" },
  { "{\"op\":\"append\",\"id\":\"@s\"}", "\"points\" is missing" },
  { "{\"op\":\"append\",\"id\":\"@n\",\"points\":[[0,0]]}", "have points" },
  { "{\"op\":\"append\",\"id\":\"@s\",\"points\":[]}", "1 to 65536" },
  { "{\"op\":\"text\",\"id\":\"@n\"}", "\"at\" is missing" },
  { "{\"op\":\"text\",\"id\":\"@n\",\"at\":6,\"insert\":\"x\"}", "beyond its end" },
  { "{\"op\":\"text\",\"id\":\"@n\",\"at\":5,\"delete\":1}", "has 5 characters" },
  { "{\"op\":\"text\",\"id\":\"@n\",\"at\":-1}", "from 0" },
  { "{\"op\":\"text\",\"id\":\"@n\",\"at\":0.5}", "whole number" },
  { "{\"op\":\"text\",\"id\":\"@n\",\"at\":0,\"insert\":7}", "\"insert\" must be a string" },
  { "{\"op\":\"say\"}", "\"text\" is missing" },
  { "{\"op\":\"say\",\"text\":\"\"}", "1 to 16384 bytes" },
  { "{\"op\":\"say\",\"text\":\"x\",\"id\":\"@n\"}", "no key \"id\"" },
  { "{\"op\":\"front\"}", "\"id\" is missing" },
  { "{\"op\":\"set\",\"id\":\"@n\",\"x\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[0]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}", "nested too deeply" },
};

static void
test_bad (void)
{
  Scribe  scribe;
  uint8_t before[BRIDGE_DIGEST_SIZE], after[BRIDGE_DIGEST_SIZE];

  scribe_init (&scribe, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (furniture); i++)
    scribe_apply (&scribe, furniture[i]);
  scribe_try (&scribe, "{\"op\":\"create\",\"kind\":\"note\",\"as\":\"gone\",\"x\":null}", NULL);
  bridge_guest_digest (scribe.guest, before);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i].line);
      scribe_try (&scribe, bad[i].line, &error);
      g_assert_nonnull (error);
      g_assert_true (error->domain == BRIDGE_ERROR);
      if (strstr (error->message, bad[i].says) == NULL)
        g_error ("%s: %s", bad[i].line, error->message);
    }
  bridge_guest_digest (scribe.guest, after);
  g_assert_cmpmem (before, sizeof before, after, sizeof after);
  scribe_clear (&scribe);
}

/* The z-order, deletion and restoring; each board is named from bottom to top. */
static void
test_order (void)
{
  static const struct
  {
    const char *line;
    const char *names;
  } steps[] = {
    { "{\"op\":\"create\",\"kind\":\"note\",\"as\":\"a\",\"text\":\"a\"}", "a" },
    { "{\"op\":\"create\",\"kind\":\"note\",\"as\":\"b\",\"text\":\"b\"}", "ab" },
    { "{\"op\":\"create\",\"kind\":\"note\",\"as\":\"c\",\"text\":\"c\"}", "abc" },
    { "{\"op\":\"front\",\"id\":\"@a\"}", "bca" },
    { "{\"op\":\"front\",\"id\":\"@a\"}", "bca" },
    { "{\"op\":\"back\",\"id\":\"@c\"}", "cba" },
    { "{\"op\":\"back\",\"id\":\"@c\"}", "cba" },
    { "{\"op\":\"delete\",\"id\":\"@b\"}", "ca" },
    { "{\"op\":\"delete\",\"id\":\"@b\"}", "ca" },
    { "{\"op\":\"set\",\"id\":\"@b\",\"text\":\"B\"}", "ca" },
    { "{\"op\":\"front\",\"id\":\"@b\"}", "ca" },
    { "{\"op\":\"restore\",\"id\":\"@b\"}", "caB" },
    { "{\"op\":\"restore\",\"id\":\"@b\"}", "caB" },
  };
  Scribe scribe;

  scribe_init (&scribe, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GString) names = g_string_new (NULL);

      scribe_apply (&scribe, steps[i].line);
      for (gsize j = 0; j < bridge_board_n_visible (scribe_board (&scribe)); j++)
        {
          g_autofree char *text = bridge_json_text (bridge_board_visible (scribe_board (&scribe), j));

          g_string_append (names, text);
        }
      g_assert_cmpstr (names->str, ==, steps[i].names);
    }
  scribe_clear (&scribe);
}

/* Ink of another site: its own run alone may lengthen it. */
static void
test_owner (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  char             id[BRIDGE_JSON_ID_SIZE];
  BridgeStamp      item;
  BridgeStatus     status;
  Scribe           ann;
  BridgeEdit       edit;

  scribe_init (&ann, 7);
  bridge_edit_init (&edit, 9, 1);
  item = bridge_edit_create (&edit, BRIDGE_KIND_STROKE, 3);
  edit.seq = 1;
  status = bridge_board_apply ((BridgeBoard *)scribe_board (&ann), &edit, 0, NULL);
  g_assert_cmpint (status, ==, BRIDGE_STATUS_OK);
  bridge_edit_clear (&edit);
  bridge_json_format_id (item, id);
  line = g_strdup_printf ("{\"op\":\"append\",\"id\":\"%s\",\"points\":[[0,0]]}", id);
  scribe_try (&ann, line, &error);
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "the run that created"));
  scribe_clear (&ann);
}

static void
test_say (void)
{
  const BridgeChatLine *line;
  BridgeStamp           item;
  Scribe                scribe;

  scribe_init (&scribe, 7);
  item = scribe_apply (&scribe, "{\"op\":\"say\",\"text\":\"Hi\\nthere\"}");
  g_assert_true (bridge_stamp_is_none (item));
  g_assert_cmpuint (bridge_board_n_lines (scribe_board (&scribe)), ==, 1);
  line = bridge_board_line (scribe_board (&scribe), 0);
  g_assert_cmpstr (line->text, ==, "Hi\nthere");
  g_assert_cmpint (ABS (line->time - g_get_real_time () / 1000), <, 60000);
  scribe_clear (&scribe);
}

static double
get_number (const Scribe *scribe, BridgeStamp item, guint32 property)
{
  return bridge_item_number (bridge_board_item (scribe_board (scribe), item), property);
}

/* A text is as large as it is laid out, and stays so. */
static void
test_text_size (void)
{
  BridgeStamp item;
  double      width, height;
  Scribe      scribe;

  scribe_init (&scribe, 7);
  item = scribe_apply (&scribe, "{\"op\":\"create\",\"kind\":\"text\",\"as\":\"t\",\"text\":\"Hello\"}");
  width = get_number (&scribe, item, BRIDGE_PROPERTY_WIDTH);
  height = get_number (&scribe, item, BRIDGE_PROPERTY_HEIGHT);
  g_assert_cmpfloat (width, >, 20);
  g_assert_cmpfloat (height, >, 10);
  scribe_apply (&scribe, "{\"op\":\"text\",\"id\":\"@t\",\"at\":5,\"insert\":\", hello, hello\\nhello\"}");
  g_assert_cmpfloat (get_number (&scribe, item, BRIDGE_PROPERTY_WIDTH), >, 2 * width);
  g_assert_cmpfloat (get_number (&scribe, item, BRIDGE_PROPERTY_HEIGHT), >, 1.5 * height);
  scribe_apply (&scribe, "{\"op\":\"set\",\"id\":\"@t\",\"text\":\"Hello\"}");
  g_assert_cmpfloat (get_number (&scribe, item, BRIDGE_PROPERTY_WIDTH), ==, width);
  scribe_apply (&scribe, "{\"op\":\"set\",\"id\":\"@t\",\"font_size\":40}");
  g_assert_cmpfloat (get_number (&scribe, item, BRIDGE_PROPERTY_WIDTH), >, 1.5 * width);
  scribe_apply (&scribe, "{\"op\":\"set\",\"id\":\"@t\",\"text\":\"much longer than before\",\"width\":7}");
  g_assert_cmpfloat (get_number (&scribe, item, BRIDGE_PROPERTY_WIDTH), ==, 7);
  item = scribe_apply (&scribe, "{\"op\":\"create\",\"kind\":\"text\",\"text\":\"Hello\",\"width\":300,\"height\":30}");
  g_assert_cmpfloat (get_number (&scribe, item, BRIDGE_PROPERTY_WIDTH), ==, 300);
  g_assert_cmpfloat (get_number (&scribe, item, BRIDGE_PROPERTY_HEIGHT), ==, 30);
  scribe_clear (&scribe);
}

/* A long text is laid out when there is time, but for what is locked or gone by then. */
static void
test_long_text (void)
{
  g_autofree char *words = g_strnfill (2000, 'x');
  g_autofree char *line = g_strdup_printf ("{\"op\":\"set\",\"id\":\"@t\",\"text\":\"%s\"}", words);
  BridgeStamp      item;
  BridgeEdit       edit;
  Scribe           scribe;

  scribe_init (&scribe, 7);
  item = scribe_apply (&scribe, "{\"op\":\"create\",\"kind\":\"text\",\"as\":\"t\",\"text\":\"x\"}");
  g_assert_false (bridge_json_editor_wants_fit (scribe.editor));
  scribe_apply (&scribe, line);
  scribe_apply (&scribe, "{\"op\":\"text\",\"id\":\"@t\",\"at\":0,\"insert\":\"y\"}");
  g_assert_cmpfloat (get_number (&scribe, item, BRIDGE_PROPERTY_WIDTH), <, 100);
  g_assert_true (bridge_json_editor_wants_fit (scribe.editor));
  bridge_guest_begin (scribe.guest, &edit);
  bridge_json_editor_fit (scribe.editor, scribe_board (&scribe), &edit);
  g_assert_cmpuint (bridge_guest_commit (scribe.guest, &edit, NULL, NULL), !=, 0);
  g_assert_false (bridge_json_editor_wants_fit (scribe.editor));
  g_assert_cmpfloat (get_number (&scribe, item, BRIDGE_PROPERTY_WIDTH), >, 5000);

  scribe_apply (&scribe, line);
  scribe_apply (&scribe, "{\"op\":\"set\",\"id\":\"@t\",\"locked\":true}");
  bridge_guest_begin (scribe.guest, &edit);
  bridge_json_editor_fit (scribe.editor, scribe_board (&scribe), &edit);
  g_assert_cmpuint (edit.n_ops, ==, 0);
  g_assert_false (bridge_json_editor_wants_fit (scribe.editor));
  bridge_edit_clear (&edit);
  scribe_clear (&scribe);
}

/* As many points as an item takes fit one line and one edit; one more does not, nor do more characters than a text takes. */
static void
test_limits (void)
{
  g_autoptr (GString) line = g_string_new ("{\"op\":\"create\",\"kind\":\"stroke\",\"points\":[");
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;
  Scribe scribe;

  scribe_init (&scribe, 7);
  for (int i = 0; i < BRIDGE_ITEM_POINTS_MAX; i++)
    g_string_append_printf (line, "%s[%d.%d,%d.%d,0.%d]", i > 0 ? "," : "", g_rand_int_range (random, -999, 999),
                            g_rand_int_range (random, 0, 9), g_rand_int_range (random, -999, 999),
                            g_rand_int_range (random, 0, 9), g_rand_int_range (random, 0, 9));
  g_string_append (line, "],\"as\":\"s\"}");
  scribe_apply (&scribe, line->str);
  scribe_try (&scribe, "{\"op\":\"append\",\"id\":\"@s\",\"points\":[[0,0]]}", &error);
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED);
  g_clear_error (&error);

  g_string_assign (line, "{\"op\":\"create\",\"kind\":\"note\",\"text\":\"");
  for (int i = 0; i <= BRIDGE_TEXT_NODES_MAX; i++)
    g_string_append_c (line, 'x');
  g_string_append (line, "\"}");
  scribe_try (&scribe, line->str, &error);
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "65536 characters"));
  g_clear_error (&error);

  g_string_set_size (line, BRIDGE_JSON_LINE_MAX + 1);
  memset (line->str, ' ', line->len);
  scribe_try (&scribe, line->str, &error);
  g_assert_error (error, BRIDGE_ERROR, BRIDGE_ERROR_LIMIT);
  scribe_clear (&scribe);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-edit/good", test_good);
  g_test_add_func ("/json-edit/bad", test_bad);
  g_test_add_func ("/json-edit/order", test_order);
  g_test_add_func ("/json-edit/owner", test_owner);
  g_test_add_func ("/json-edit/say", test_say);
  g_test_add_func ("/json-edit/text-size", test_text_size);
  g_test_add_func ("/json-edit/long-text", test_long_text);
  g_test_add_func ("/json-edit/limits", test_limits);
  return g_test_run ();
}
