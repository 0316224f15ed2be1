/* What happens in a room, as lines of JSON.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "scribe.h"

#include "core/doc/compose.h"
#include "session/json-event.h"

/* Commits the line and tells of the edit as the room would say it at revision 5 (transfer full). */
static char *
tell (Scribe *scribe, const char *line)
{
  g_autoptr (GError) error = NULL;
  GString          *out = g_string_new (NULL);
  BridgeGuestEvent  event = { .type = BRIDGE_GUEST_EDITED, .revision = 5 };
  BridgeJsonSubject subject;
  BridgeEdit        edit, told;

  bridge_guest_begin (scribe->guest, &edit);
  bridge_json_editor_compose (scribe->editor, scribe_board (scribe), line, strlen (line), &edit, &subject, &error);
  g_assert_no_error (error);
  bridge_edit_copy (&told, &edit);
  event.edit = &told;
  bridge_guest_commit (scribe->guest, &edit, NULL, NULL);
  bridge_json_event (out, scribe->guest, &event);
  bridge_edit_clear (&told);
  return g_string_free (out, FALSE);
}

/* Each with what is told of it; ids are left to the caller's eye. */
static const struct
{
  const char *line;
  const char *told;
} edits[] = {
  { "{\"op\":\"create\",\"kind\":\"note\",\"as\":\"n\",\"text\":\"Hello\"}",
    "{\"event\":\"edit\",\"revision\":5,\"author\":\"Ann\",\"id\":\"1-7\",\"kind\":\"note\",\"op\":\"create\",\"changed\":{\"x\":0,\"y\":0,"
    "\"width\":200,\"height\":200,\"rotation\":0,\"color\":\"#241f31\",\"fill\":null,\"size\":3,\"dash\":\"solid\",\"opacity\":1,"
    "\"font_size\":20,\"text\":\"Hello\",\"locked\":false}}\n" },
  { "{\"op\":\"set\",\"id\":\"@n\",\"x\":7,\"fill\":\"#ff0000\",\"text\":\"Hallo\"}",
    "{\"event\":\"edit\",\"revision\":5,\"author\":\"Ann\",\"id\":\"1-7\",\"kind\":\"note\",\"op\":\"set\",\"changed\":{\"x\":7,\"fill\":\"#ff0000\","
    "\"text\":\"Hallo\"}}\n" },
  { "{\"op\":\"text\",\"id\":\"@n\",\"at\":0,\"delete\":1}",
    "{\"event\":\"edit\",\"revision\":5,\"author\":\"Ann\",\"id\":\"1-7\",\"kind\":\"note\",\"op\":\"text\",\"changed\":{\"text\":\"allo\"}}\n" },
  { "{\"op\":\"create\",\"kind\":\"line\",\"as\":\"s\",\"points\":[[0,0],[10,0]]}", NULL },
  { "{\"op\":\"append\",\"id\":\"@s\",\"points\":[[20,5.5,0]]}",
    "{\"event\":\"edit\",\"revision\":5,\"author\":\"Ann\",\"id\":\"10-7\",\"kind\":\"line\",\"op\":\"append\",\"changed\":{\"points\":[[20,5.5,0]]}}\n" },
  { "{\"op\":\"set\",\"id\":\"@s\",\"x\":-1}",
    "{\"event\":\"edit\",\"revision\":5,\"author\":\"Ann\",\"id\":\"10-7\",\"kind\":\"line\",\"op\":\"set\",\"changed\":{\"x\":-1,\"y\":0,\"width\":20,"
    "\"height\":5.5}}\n" },
  { "{\"op\":\"back\",\"id\":\"@s\"}",
    "{\"event\":\"edit\",\"revision\":5,\"author\":\"Ann\",\"id\":\"10-7\",\"kind\":\"line\",\"op\":\"order\",\"changed\":{\"z\":0}}\n" },
  { "{\"op\":\"delete\",\"id\":\"@s\"}",
    "{\"event\":\"edit\",\"revision\":5,\"author\":\"Ann\",\"id\":\"10-7\",\"kind\":\"line\",\"op\":\"delete\",\"changed\":{\"deleted\":true}}\n" },
  { "{\"op\":\"restore\",\"id\":\"@s\"}",
    "{\"event\":\"edit\",\"revision\":5,\"author\":\"Ann\",\"id\":\"10-7\",\"kind\":\"line\",\"op\":\"restore\",\"changed\":{\"deleted\":false}}\n" },
};

static void
test_edits (void)
{
  Scribe scribe;

  scribe_init (&scribe, 7);
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autofree char *told = tell (&scribe, edits[i].line);

      if (edits[i].told != NULL)
        g_assert_cmpstr (told, ==, edits[i].told);
    }
  scribe_clear (&scribe);
}

static void
test_say (void)
{
  Scribe           scribe;
  g_autofree char *told = NULL;

  scribe_init (&scribe, 7);
  told = tell (&scribe, "{\"op\":\"say\",\"text\":\"Hi\"}");
  g_assert_true (g_str_has_prefix (told, "{\"event\":\"say\",\"revision\":5,\"author\":\"Ann\",\"id\":\"1-7\",\"time\":\"20"));
  g_assert_true (g_str_has_suffix (told, "Z\",\"text\":\"Hi\"}\n"));
  scribe_clear (&scribe);
}

/* One edit of several items is a line for each; title and name are told too. */
static void
test_others (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  BridgeEdit       edit;
  BridgeGuestEvent event = { .type = BRIDGE_GUEST_EDITED, .revision = 6, .edit = &edit };
  Scribe           scribe;

  scribe_init (&scribe, 7);
  bridge_edit_init (&edit, 9, 1);
  bridge_compose_delete (&edit, (BridgeStamp){ 5, 5 });
  bridge_compose_title (&edit, "Plan");
  bridge_compose_delete (&edit, (BridgeStamp){ 6, 5 });
  bridge_edit_author (&edit, "Ben", 3, 0xff0000ff);
  bridge_json_event (out, scribe.guest, &event);
  g_assert_cmpstr (out->str, ==,
                   "{\"event\":\"edit\",\"revision\":6,\"author\":\"\",\"id\":\"5-5\",\"op\":\"restore\",\"changed\":{}}\n"
                   "{\"event\":\"edit\",\"revision\":6,\"author\":\"\",\"id\":\"6-5\",\"op\":\"restore\",\"changed\":{}}\n"
                   "{\"event\":\"edit\",\"revision\":6,\"author\":\"\",\"op\":\"set\",\"changed\":{\"title\":\"\"}}\n");
  bridge_edit_clear (&edit);
  g_string_truncate (out, 0);
  bridge_edit_init (&edit, 9, 1);
  bridge_edit_author (&edit, "Ben", 3, 0xff0000ff);
  bridge_json_event (out, scribe.guest, &event);
  g_assert_cmpstr (out->str, ==,
                   "{\"event\":\"edit\",\"revision\":6,\"author\":\"\",\"op\":\"set\",\"changed\":{\"name\":\"Ben\",\"color\":\"#ff0000\"}}\n");
  bridge_edit_clear (&edit);
  scribe_clear (&scribe);
}

static void
test_people (void)
{
  g_autoptr (GString) out = g_string_new (NULL);
  BridgeGuestEvent event = { .type = BRIDGE_GUEST_JOINED, .person = { .person = 3, .site = 9, .color = 0xff0000ff, .name = "Ben" } };
  Scribe           scribe;

  scribe_init (&scribe, 7);
  bridge_json_event_welcome (out, scribe.guest, 4, "room", "Host");
  bridge_json_event (out, scribe.guest, &event);
  event.type = BRIDGE_GUEST_LEFT;
  bridge_json_event (out, scribe.guest, &event);
  event.type = BRIDGE_GUEST_PRESENT;
  bridge_json_event (out, scribe.guest, &event);
  event = (BridgeGuestEvent){ .type = BRIDGE_GUEST_REFUSED, .revision = 8, .site = 9, .code = BRIDGE_REFUSAL_LOCKED };
  bridge_json_event (out, scribe.guest, &event);
  bridge_json_event_bye (out, 9, "The end.");
  g_assert_cmpstr (out->str, ==,
                   "{\"event\":\"welcome\",\"revision\":4,\"title\":\"\",\"room\":\"room\",\"host\":\"Host\",\"items\":0,\"people\":[]}\n"
                   "{\"event\":\"join\",\"revision\":0,\"author\":\"Ben\",\"color\":\"#ff0000\"}\n"
                   "{\"event\":\"leave\",\"revision\":0,\"author\":\"Ben\",\"color\":\"#ff0000\"}\n"
                   "{\"event\":\"refused\",\"revision\":8,\"author\":\"\",\"error\":\"The item is locked.\"}\n"
                   "{\"event\":\"bye\",\"revision\":9,\"reason\":\"The end.\"}\n");
  scribe_clear (&scribe);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-event/edits", test_edits);
  g_test_add_func ("/json-event/say", test_say);
  g_test_add_func ("/json-event/others", test_others);
  g_test_add_func ("/json-event/people", test_people);
  return g_test_run ();
}
