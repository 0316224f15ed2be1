/* Tests of permessage-deflate's terms: offers, choices and answers as tables.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/frame/websocket/extension.h"

#include <glib.h>
#include <string.h>

#define PD           "permessage-deflate"
#define BOTH_WITHOUT "; server_no_context_takeover; client_no_context_takeover"

typedef struct
{
  const char *offers;
  const char *answer; /* of one who keeps contexts; "": nothing is agreed on; NULL: malformed */
  guint       server_bits;
} Choice;

static const Choice choices[] = {
  { PD, PD, 15 },
  { PD "; server_no_context_takeover", PD "; server_no_context_takeover", 15 },
  { PD "; client_no_context_takeover", PD "; client_no_context_takeover", 15 },
  { PD ";client_no_context_takeover;server_no_context_takeover", PD BOTH_WITHOUT, 15 },
  { PD "; client_max_window_bits", PD, 15 },
  { PD "; client_max_window_bits=8", PD, 15 },
  { PD "; client_max_window_bits=15", PD, 15 },
  { PD "; server_max_window_bits=15", PD "; server_max_window_bits=15", 15 },
  { PD "; server_max_window_bits=14", PD "; server_max_window_bits=14", 14 },
  { PD "; server_max_window_bits=10", PD "; server_max_window_bits=10", 10 },
  { PD "; server_max_window_bits=9", PD "; server_max_window_bits=9", 9 },
  { PD "; server_max_window_bits=8", PD "; server_max_window_bits=8", 8 },
  { PD "; server_max_window_bits=\"12\"", PD "; server_max_window_bits=12", 12 },
  { PD "; server_max_window_bits=\"\\1\\2\"", PD "; server_max_window_bits=12", 12 },
  { "\t" PD " ;\tserver_max_window_bits = 12 , ", PD "; server_max_window_bits=12", 12 },
  { PD "; client_max_window_bits; server_max_window_bits=11; client_no_context_takeover; server_no_context_takeover",
    PD BOTH_WITHOUT "; server_max_window_bits=11", 11 },

  /* Offers that are declined. */
  { "", "", 0 },
  { ",,", "", 0 },
  { "permessage-bzip2", "", 0 },
  { "permessage-deflat", "", 0 },
  { "permessage-deflate2", "", 0 },
  { "Permessage-Deflate", "", 0 },
  { "x-webkit-deflate-frame", "", 0 },
  { PD "; unknown", "", 0 },
  { PD "; unknown=1", "", 0 },
  { PD "; Server_No_Context_Takeover", "", 0 },
  { PD "; server_max_window_bits", "", 0 },
  { PD "; server_max_window_bits=7", "", 0 },
  { PD "; server_max_window_bits=16", "", 0 },
  { PD "; server_max_window_bits=0", "", 0 },
  { PD "; server_max_window_bits=08", "", 0 },
  { PD "; server_max_window_bits=010", "", 0 },
  { PD "; server_max_window_bits=1", "", 0 },
  { PD "; server_max_window_bits=100", "", 0 },
  { PD "; server_max_window_bits=+9", "", 0 },
  { PD "; server_max_window_bits=-9", "", 0 },
  { PD "; server_max_window_bits=9.0", "", 0 },
  { PD "; server_max_window_bits=0x9", "", 0 },
  { PD "; server_max_window_bits=1e1", "", 0 },
  { PD "; server_max_window_bits=4294967305", "", 0 },
  { PD "; client_max_window_bits=7", "", 0 },
  { PD "; client_max_window_bits=16", "", 0 },
  { PD "; client_max_window_bits=09", "", 0 },
  { PD "; client_max_window_bits=x", "", 0 },
  { PD "; server_no_context_takeover=1", "", 0 },
  { PD "; server_no_context_takeover=true", "", 0 },
  { PD "; client_no_context_takeover=\"x\"", "", 0 },
  { PD "; server_no_context_takeover; server_no_context_takeover", "", 0 },
  { PD "; client_no_context_takeover; server_no_context_takeover; client_no_context_takeover", "", 0 },
  { PD "; server_max_window_bits=10; server_max_window_bits=10", "", 0 },
  { PD "; client_max_window_bits; client_max_window_bits=10", "", 0 },

  /* The first of several that can be taken. */
  { PD ", " PD "; server_max_window_bits=9", PD, 15 },
  { PD "; server_max_window_bits=9, " PD, PD "; server_max_window_bits=9", 9 },
  { PD "; server_max_window_bits=7, " PD "; server_max_window_bits=10, " PD, PD "; server_max_window_bits=10", 10 },
  { "foo, bar; baz=\"quux\", " PD, PD, 15 },
  { PD "; unknown=\"a\\-b\" , " PD "; client_no_context_takeover", PD "; client_no_context_takeover", 15 },

  /* What does not follow the grammar spoils the whole list. */
  { ";", NULL, 0 },
  { "=", NULL, 0 },
  { PD ";", NULL, 0 },
  { PD "; ;", NULL, 0 },
  { PD " server_no_context_takeover", NULL, 0 },
  { PD "=1", NULL, 0 },
  { PD "; =10", NULL, 0 },
  { PD "; server_max_window_bits=", NULL, 0 },
  { PD "; server_max_window_bits=10 11", NULL, 0 },
  { PD "; server_max_window_bits==10", NULL, 0 },
  { PD "; server_max_window_bits=\"10", NULL, 0 },
  { PD "; server_max_window_bits=\"\"", NULL, 0 },
  { PD "; server_max_window_bits=\"1 0\"", NULL, 0 },
  { PD "; server_max_window_bits=\"10\\", NULL, 0 },
  { PD "; server_max_window_bits=\"10\"1", NULL, 0 },
  { PD "; server_max_window_bits=(10)", NULL, 0 },
  { PD "/1", NULL, 0 },
  { PD ", foo;", NULL, 0 },
  { PD ", \"", NULL, 0 },
  { PD "; \xc3\xbc", NULL, 0 },
};

static void
check_choice (const Choice *choice)
{
  BridgeDeflateTerms terms = { .server_max_window_bits = 99 };
  BridgeStatus       status = bridge_extension_choose (&terms, choice->offers, BRIDGE_DEFLATE_WITH_CONTEXT);
  char               answer[BRIDGE_EXTENSION_ANSWER_SIZE];
  g_test_message ("%s", choice->offers);
  g_assert_cmpint (status, ==, choice->answer != NULL ? BRIDGE_STATUS_OK : BRIDGE_STATUS_MALFORMED);
  if (status != BRIDGE_STATUS_OK)
    {
      g_assert_cmpuint (terms.server_max_window_bits, ==, 99);
      return;
    }
  g_assert_cmpint (terms.agreed, ==, choice->answer[0] != '\0');
  if (!terms.agreed)
    return;
  bridge_extension_answer (answer, &terms);
  g_assert_cmpstr (answer, ==, choice->answer);
  g_assert_cmpuint (terms.server_max_window_bits, ==, choice->server_bits);
  g_assert_cmpuint (terms.client_max_window_bits, ==, 15);
}

static void
test_choices (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (choices); i++)
    check_choice (&choices[i]);
}

/* Without contexts the answer gives both up, whatever the offer says. */
static void
test_use (void)
{
  static const char *const offers[] = {
    PD, PD "; client_no_context_takeover", PD "; server_no_context_takeover; client_no_context_takeover"
  };
  BridgeDeflateTerms terms;
  char               answer[BRIDGE_EXTENSION_ANSWER_SIZE];
  for (gsize i = 0; i < G_N_ELEMENTS (offers); i++)
    {
      g_assert_cmpint (bridge_extension_choose (&terms, offers[i], BRIDGE_DEFLATE_WITHOUT_CONTEXT), ==, BRIDGE_STATUS_OK);
      g_assert_true (terms.agreed && terms.server_no_context_takeover && terms.client_no_context_takeover);
      bridge_extension_answer (answer, &terms);
      g_assert_cmpstr (answer, ==, PD BOTH_WITHOUT);
    }
  g_assert_cmpint (bridge_extension_choose (&terms, PD, BRIDGE_DEFLATE_NEVER), ==, BRIDGE_STATUS_OK);
  g_assert_false (terms.agreed);
  g_assert_cmpint (bridge_extension_choose (&terms, PD ";", BRIDGE_DEFLATE_NEVER), ==, BRIDGE_STATUS_MALFORMED);
}

typedef struct
{
  const char *answer;
  gboolean    with;    /* right for one who offered to keep contexts */
  gboolean    without; /* right for one who did not */
  const char *terms;   /* of the former: whose context is given up, and both windows */
} Answer;

static const Answer answers[] = {
  { PD, TRUE, FALSE, ". . 15 15" },
  { PD "; server_no_context_takeover", TRUE, TRUE, "s . 15 15" },
  { PD "; client_no_context_takeover", TRUE, FALSE, ". c 15 15" },
  { PD BOTH_WITHOUT, TRUE, TRUE, "s c 15 15" },
  { PD "; server_max_window_bits=9", TRUE, FALSE, ". . 9 15" },
  { PD "; server_max_window_bits=15", TRUE, FALSE, ". . 15 15" },
  { PD "; client_max_window_bits=8", TRUE, FALSE, ". . 15 8" },
  { PD "; server_no_context_takeover; client_max_window_bits=10; server_max_window_bits=11", TRUE, TRUE, "s . 11 10" },
  { "", FALSE, FALSE, NULL },
  { ",", FALSE, FALSE, NULL },
  { "foo", FALSE, FALSE, NULL },
  { PD ", foo", FALSE, FALSE, NULL },
  { PD BOTH_WITHOUT ", " PD, FALSE, FALSE, NULL },
  { PD BOTH_WITHOUT ";", FALSE, FALSE, NULL },
  { PD BOTH_WITHOUT "; unknown", FALSE, FALSE, NULL },
  { PD BOTH_WITHOUT "; server_no_context_takeover", FALSE, FALSE, NULL },
  { PD BOTH_WITHOUT "; client_max_window_bits", FALSE, FALSE, NULL },
  { PD BOTH_WITHOUT "; server_max_window_bits", FALSE, FALSE, NULL },
  { PD BOTH_WITHOUT "; server_max_window_bits=16", FALSE, FALSE, NULL },
  { PD BOTH_WITHOUT "; client_max_window_bits=010", FALSE, FALSE, NULL },
};

static void
test_answers (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const Answer      *item = &answers[i];
      BridgeDeflateTerms terms = { .agreed = false };
      BridgeStatus       with = bridge_extension_judge (&terms, item->answer, BRIDGE_DEFLATE_WITH_CONTEXT);
      g_autofree char   *text = g_strdup_printf ("%s %s %u %u", terms.server_no_context_takeover ? "s" : ".",
                                               terms.client_no_context_takeover ? "c" : ".",
                                                 terms.server_max_window_bits, terms.client_max_window_bits);
      g_test_message ("%s", item->answer);
      g_assert_cmpint (with, ==, item->with ? BRIDGE_STATUS_OK : BRIDGE_STATUS_PROTOCOL);
      g_assert_cmpint (terms.agreed, ==, item->with);
      if (item->with)
        g_assert_cmpstr (text, ==, item->terms);

      terms = (BridgeDeflateTerms){ .agreed = false };
      g_assert_cmpint (bridge_extension_judge (&terms, item->answer, BRIDGE_DEFLATE_WITHOUT_CONTEXT), ==,
                       item->without ? BRIDGE_STATUS_OK : BRIDGE_STATUS_PROTOCOL);
      g_assert_cmpint (terms.client_no_context_takeover, ==, item->without);
      g_assert_cmpint (bridge_extension_judge (&terms, item->answer, BRIDGE_DEFLATE_NEVER), ==, BRIDGE_STATUS_PROTOCOL);
    }
}

/* The two sides of this program understand each other. */
static void
test_both_sides (void)
{
  for (BridgeDeflateUse client = BRIDGE_DEFLATE_WITHOUT_CONTEXT; client <= BRIDGE_DEFLATE_WITH_CONTEXT; client++)
    for (BridgeDeflateUse server = BRIDGE_DEFLATE_WITHOUT_CONTEXT; server <= BRIDGE_DEFLATE_WITH_CONTEXT; server++)
      {
        BridgeDeflateTerms here, there;
        char               answer[BRIDGE_EXTENSION_ANSWER_SIZE];
        g_assert_cmpint (bridge_extension_choose (&there, bridge_extension_offer (client), server), ==, BRIDGE_STATUS_OK);
        g_assert_true (there.agreed);
        bridge_extension_answer (answer, &there);
        g_assert_cmpint (bridge_extension_judge (&here, answer, client), ==, BRIDGE_STATUS_OK);
        g_assert_cmpmem (&here, sizeof here, &there, sizeof there);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/frame/websocket/extension/choices", test_choices);
  g_test_add_func ("/core/frame/websocket/extension/use", test_use);
  g_test_add_func ("/core/frame/websocket/extension/answers", test_answers);
  g_test_add_func ("/core/frame/websocket/extension/both-sides", test_both_sides);
  return g_test_run ();
}
