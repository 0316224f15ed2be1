/* What hostile guests do, and what is to come of it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "acts.h"

static void
end_act (Villain *villain, unsigned end)
{
  if (end == ACT_STAYS)
    villain_expect_service (villain);
  else if (end == ACT_CUT)
    villain_read_close (villain);
  else if (end != ACT_LEFT)
    g_assert_cmpuint (villain_read_close (villain), ==, end);
}

static void
perform (BridgeServer *server, gconstpointer data)
{
  static guint64 site = ACT_SITE;
  const Act     *act = data;
  Villain        villain;

  villain_open (&villain, server, site++);
  villain_greet (&villain, server);
  villain_look (&villain);
  act->perform (&villain, server);
  end_act (&villain, act->end);
  villain_close (&villain);
}

void
act_play (HonestRoom *room, const Act *list, gsize n_acts)
{
  for (gsize i = 0; i < n_acts; i++)
    {
      gsize growth;

      honest_room_attack (room, perform, &list[i], &growth);
      g_test_message ("%s: memory grew by %zu KiB", list[i].name, growth >> 10);
      g_assert_cmpuint (growth, <, list[i].growth> 0 ? list[i].growth << 20 : ACT_GROWTH);
      honest_room_judge (room, ACT_PATIENCE);
    }
}

#define LINE_BYTES 16000

/* Much that does not compress, so that who does not read a state blocks its connection. */
void
act_fill_chat (Villain *villain)
{
  char       text[LINE_BYTES];
  BridgeEdit edit;

  for (int i = 0; i < 150; i++)
    {
      for (gsize j = 0; j < sizeof text; j++)
        text[j] = (char)g_test_rand_int_range (' ', 127);
      villain_begin (villain, &edit);
      bridge_edit_say (&edit, text, sizeof text, 1);
      villain_send (villain, &edit);
      g_assert_cmpint (villain_verdict (villain), ==, BRIDGE_REFUSAL_NONE);
    }
}

void
act_send_text (Villain *villain, BridgeServer *server)
{
  villain_frame (villain, TRUE, 0, BRIDGE_OPCODE_TEXT, "hello", 5);
  villain_flush (villain);
}
