/* The vectors of greetings, people and presence.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "vectors.h"

#include "core/base/memory.h"

void
make_hello (BridgeBytes *out)
{
  BridgeWireHello hello = {
    .version = 1, .token = "0123456789abcdefghijkl", .n_token = 22, .site = ANN, .name = "Ann", .n_name = 3, .color = 0xe01b24ff, .epoch = 0x77, .revision = 300, .seq = 4
  };
  for (guint i = 0; i < sizeof hello.secret; i++)
    hello.secret[i] = i;
  bridge_wire_put_hello (out, &hello);
}

void
remake_hello (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeWireHello hello;
  g_assert_cmpint (bridge_wire_get_hello (in->data, in->length, &hello), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_hello (out, &hello);
}

void
make_welcome (BridgeBytes *out)
{
  bridge_wire_put_welcome (out, &(BridgeWireWelcome){ 7, "Zoë", 4 });
}

void
remake_welcome (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeWireWelcome welcome;
  g_assert_cmpint (bridge_wire_get_welcome (in->data, in->length, &welcome), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_welcome (out, &welcome);
}

void
make_head (BridgeBytes *out)
{
  BridgeWireRefusal refusals[] = { { 5, BRIDGE_REFUSAL_LOCKED } };
  bridge_wire_put_head (out, &(BridgeWireHead){ 0x77, 310, 300, 9, 6, refusals, 1 });
}

void
remake_head (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeWireHead head;
  g_assert_cmpint (bridge_wire_get_head (in->data, in->length, &head), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_head (out, &head);
  bridge_free (head.refusals);
}

void
make_ready (BridgeBytes *out)
{
  bridge_wire_put_ready (out, 312);
}

void
remake_ready (const BridgeBytes *in, BridgeBytes *out)
{
  uint64_t latest;

  g_assert_cmpint (bridge_wire_get_ready (in->data, in->length, &latest), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_ready (out, latest);
}

void
make_goodbye (BridgeBytes *out)
{
  bridge_wire_put_goodbye (out, BRIDGE_GOODBYE_FULL, "full");
}

void
remake_goodbye (const BridgeBytes *in, BridgeBytes *out)
{
  int              code;
  const char      *words;
  gsize            n_words;
  g_autofree char *copy = NULL;

  g_assert_cmpint (bridge_wire_get_goodbye (in->data, in->length, &code, &words, &n_words), ==, BRIDGE_STATUS_OK);
  copy = g_strndup (words, n_words);
  bridge_wire_put_goodbye (out, code, copy);
}

void
make_notice (BridgeBytes *out)
{
  bridge_wire_put_notice (out, BRIDGE_NOTICE_BUSY, "busy");
}

void
remake_notice (const BridgeBytes *in, BridgeBytes *out)
{
  int              code;
  const char      *words;
  gsize            n_words;
  g_autofree char *copy = NULL;

  g_assert_cmpint (bridge_wire_get_notice (in->data, in->length, &code, &words, &n_words), ==, BRIDGE_STATUS_OK);
  copy = g_strndup (words, n_words);
  bridge_wire_put_notice (out, code, copy);
}

void
make_people (BridgeBytes *out)
{
  BridgeWirePerson people[] = { { 7, BRIDGE_PERSON_HERE, ANN, 0xe01b24ff, "Ann", 3 }, { 3, BRIDGE_PERSON_LEFT, BOB, 0x3584e4ff, "Bob", 3 } };
  bridge_wire_put_people (out, people, G_N_ELEMENTS (people));
}

void
remake_people (const BridgeBytes *in, BridgeBytes *out)
{
  BridgeWirePerson *people;
  gsize             n_people;

  g_assert_cmpint (bridge_wire_get_people (in->data, in->length, &people, &n_people), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_people (out, people, n_people);
  bridge_free (people);
}

static BridgeStamp selection[] = { { 100, ANN }, { 98, ANN }, { 40, BOB } };

static const BridgePresence presence = {
  .flags = BRIDGE_PRESENCE_CURSOR | BRIDGE_PRESENCE_SELECTION | BRIDGE_PRESENCE_VIEW,
  .cursor = { 12.5, -3.125 },
  .view = { -10, 20, 1280, 720 },
  .items = selection,
  .n_items = G_N_ELEMENTS (selection),
};

void
make_presence (BridgeBytes *out)
{
  bridge_wire_put_presence (out, &presence);
}

void
remake_presence (const BridgeBytes *in, BridgeBytes *out)
{
  BridgePresence got;
  g_assert_cmpint (bridge_wire_get_presence (in->data, in->length, &got), ==, BRIDGE_STATUS_OK);
  bridge_wire_put_presence (out, &got);
  bridge_presence_clear (&got);
}

void
make_presences (BridgeBytes *out)
{
  BridgePresence gone = { 0 }, cursor = { .flags = BRIDGE_PRESENCE_CURSOR, .cursor = { 1, 2 } };

  bridge_wire_begin_presences (out);
  bridge_wire_add_presence (out, 7, &cursor);
  bridge_wire_add_presence (out, 300, &gone);
}

void
remake_presences (const BridgeBytes *in, BridgeBytes *out)
{
  gsize          offset = 0;
  bool           more = true;
  guint32        person;
  BridgePresence got;

  bridge_wire_begin_presences (out);
  while (more)
    {
      g_assert_cmpint (bridge_wire_next_presence (in->data, in->length, &offset, &more, &person, &got), ==, BRIDGE_STATUS_OK);
      if (!more)
        return;
      bridge_wire_add_presence (out, person, &got);
      bridge_presence_clear (&got);
    }
}
