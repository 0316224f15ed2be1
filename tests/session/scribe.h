/* A board of its own to which lines of JSON are applied.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/guest.h"
#include "session/error.h"
#include "session/json-edit.h"
#include "session/json-item.h"

#include <string.h>

typedef struct
{
  BridgeGuest      *guest;
  BridgeJsonEditor *editor;
} Scribe;

static inline void
scribe_init (Scribe *scribe, guint64 site)
{
  BridgeGuestOptions options = { .site = site, .name = "Ann", .color = 0x3584e4ff, .seed = 1 };

  scribe->guest = bridge_guest_new (&options);
  scribe->editor = bridge_json_editor_new ();
}

static inline void
scribe_clear (Scribe *scribe)
{
  bridge_guest_free (scribe->guest);
  bridge_json_editor_free (scribe->editor);
}

static inline const BridgeBoard *
scribe_board (const Scribe *scribe)
{
  return bridge_guest_board (scribe->guest);
}

/* Composes and commits the line; the item that it is about, or none and an error. */
static inline BridgeStamp
scribe_try (Scribe *scribe, const char *line, GError **error)
{
  BridgeJsonSubject subject;
  BridgeRefusal     refusal;
  BridgeEdit        edit;

  bridge_guest_begin (scribe->guest, &edit);
  if (!bridge_json_editor_compose (scribe->editor, scribe_board (scribe), line, strlen (line), &edit, &subject, error))
    {
      bridge_edit_clear (&edit);
      return BRIDGE_STAMP_NONE;
    }
  if (bridge_guest_commit (scribe->guest, &edit, NULL, &refusal) != 0 || refusal == BRIDGE_REFUSAL_NONE)
    return subject.item;
  bridge_json_editor_forget (scribe->editor, &subject);
  g_set_error_literal (error, BRIDGE_ERROR, BRIDGE_ERROR_FAILED, bridge_refusal_words (refusal));
  return BRIDGE_STAMP_NONE;
}

static inline BridgeStamp
scribe_apply (Scribe *scribe, const char *line)
{
  g_autoptr (GError) error = NULL;
  BridgeStamp item = scribe_try (scribe, line, &error);

  g_test_message ("%.200s", line);
  g_assert_no_error (error);
  return item;
}

/* The item's properties as JSON (transfer full). */
static inline char *
scribe_describe (const Scribe *scribe, BridgeStamp item)
{
  GString         *text = g_string_new (NULL);
  BridgeJsonWriter writer = { text };

  bridge_json_begin_object (&writer);
  bridge_json_add_properties (&writer, bridge_board_item (scribe_board (scribe), item));
  bridge_json_end_object (&writer);
  return g_string_free (text, FALSE);
}
