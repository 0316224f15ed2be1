/* Two guests in a room, and what they commonly do.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "pair.h"

#include "core/doc/compose.h"

#include <string.h>

void
pair_init (Pair *pair)
{
  pair->network = network_new (NULL);
  pair->a = network_add (pair->network, 101, "Ada");
  pair->b = network_add (pair->network, 102, "Bob");
  member_connect (pair->a, NETWORK_TOKEN);
  member_connect (pair->b, NETWORK_TOKEN);
  network_settle (pair->network);
}

void
pair_finish (Pair *pair)
{
  network_settle (pair->network);
  assert_settled (pair->a);
  assert_settled (pair->b);
  network_free (pair->network);
}

BridgeStamp
draw_box (Member *member)
{
  BridgeEdit  edit;
  BridgeStamp id;

  bridge_guest_begin (member->guest, &edit);
  id = bridge_compose_item (&edit, bridge_guest_board (member->guest), BRIDGE_KIND_NOTE, (BridgeRect){ 1, 2, 30, 40 });
  g_assert_cmpuint (member_commit (member, &edit), >, 0);
  return id;
}

void
draw_noise (Member *member, BridgeRandom *random)
{
  BridgeInkPoint points[5000];
  BridgeEdit     edit;

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    points[i] = (BridgeInkPoint){ .x = (double)bridge_random_below (random, 4000),
                                  .y = (double)bridge_random_below (random, 4000),
                                  .pressure = 0.5 };
  bridge_guest_begin (member->guest, &edit);
  bridge_compose_ink (&edit, bridge_guest_board (member->guest), BRIDGE_KIND_STROKE, 3, points, G_N_ELEMENTS (points));
  member_commit (member, &edit);
}

void
set_property (Member *member, BridgeStamp id, uint32_t property, BridgeValue value)
{
  BridgeEdit edit;

  bridge_guest_begin (member->guest, &edit);
  bridge_edit_set (&edit, id, property, value);
  g_assert_cmpuint (member_commit (member, &edit), >, 0);
}

guint64
write_text (Member *member, BridgeStamp id, size_t at, const gchar *text)
{
  BridgeEdit edit;

  bridge_guest_begin (member->guest, &edit);
  g_assert_cmpint (bridge_compose_text (&edit, bridge_board_item (bridge_guest_board (member->guest), id), at, 0, text,
                                        strlen (text)),
                   ==, BRIDGE_STATUS_OK);
  return member_commit (member, &edit);
}

double
get_x (Member *member, BridgeStamp id)
{
  return bridge_item_number (bridge_board_item (bridge_guest_board (member->guest), id), BRIDGE_PROPERTY_X);
}

void
say_all (Member *member)
{
  link_send_up (member->link, G_MAXUINT);
  link_deliver_up (member->link, G_MAXUINT);
}
