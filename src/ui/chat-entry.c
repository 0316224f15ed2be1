/* One line of the chat as the list shows it.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/chat-entry.h"

#include <glib/gi18n.h>

struct _BridgeChatEntry
{
  GObject parent;

  BridgeStamp          id;
  char                *name;
  guint32              color;
  char                *markup;
  char                *time;
  BridgeChatEntryFlags flags;
};

G_DEFINE_FINAL_TYPE (BridgeChatEntry, bridge_chat_entry, G_TYPE_OBJECT)

/* Punctuation behind an address belongs to the sentence. */
static gsize
trim_address (const char *address, gsize length)
{
  while (length > 0 && strchr (".,;:!?'\")]}>", address[length - 1]) != NULL)
    length--;
  return length;
}

static void
append_escaped (GString *markup, const char *text, gssize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, length);

  g_string_append (markup, escaped);
}

char *
bridge_chat_linkify (const char *text)
{
  g_autoptr (GString) markup = g_string_new (NULL);

  while (*text != '\0')
    {
      gsize length = 0;

      if (g_str_has_prefix (text, "http://") || g_str_has_prefix (text, "https://"))
        length = trim_address (text, strcspn (text, " \t\r\n<"));
      if (length > strlen ("https://"))
        {
          g_autofree char *address = g_markup_escape_text (text, length);

          g_string_append_printf (markup, "<a href=\"%s\">%s</a>", address, address);
        }
      else
        {
          length = g_utf8_next_char (text) - text;
          append_escaped (markup, text, length);
        }
      text += length;
    }
  return g_string_free (g_steal_pointer (&markup), FALSE);
}

static char *
format_time (gint64 milliseconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (milliseconds / 1000);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) then = utc != NULL ? g_date_time_to_local (utc) : NULL;
  gboolean today;

  if (then == NULL)
    return g_strdup ("");
  today = g_date_time_get_year (then) == g_date_time_get_year (now) &&
          g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (now);
  /* Translators: the time of a chat line of today, and of an older one (strftime) */
  return g_date_time_format (then, today ? _ ("%H:%M") : _ ("%x %H:%M"));
}

static void
bridge_chat_entry_finalize (GObject *object)
{
  BridgeChatEntry *self = BRIDGE_CHAT_ENTRY (object);

  g_free (self->name);
  g_free (self->markup);
  g_free (self->time);
  G_OBJECT_CLASS (bridge_chat_entry_parent_class)->finalize (object);
}

static void
bridge_chat_entry_class_init (BridgeChatEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bridge_chat_entry_finalize;
}

static void
bridge_chat_entry_init (BridgeChatEntry *self)
{
}

static const char *
author_name (const BridgeAuthor *author)
{
  return author != NULL && *author->name != '\0' ? author->name : _ ("Somebody");
}

BridgeChatEntry *
bridge_chat_entry_new (const BridgeBoard *board, const BridgeChatLine *line, BridgeChatEntryFlags flags)
{
  BridgeChatEntry    *self = g_object_new (BRIDGE_TYPE_CHAT_ENTRY, NULL);
  const BridgeAuthor *author = bridge_board_author (board, line->id.site);

  self->id = line->id;
  self->name = g_strdup (author_name (author));
  self->color = author != NULL ? author->color : 0;
  self->markup = bridge_chat_linkify (line->text);
  self->time = format_time (line->time);
  self->flags = flags;
  return self;
}

gboolean
bridge_chat_entry_matches (BridgeChatEntry      *self,
                           const BridgeBoard    *board,
                           const BridgeChatLine *line,
                           BridgeChatEntryFlags  flags)
{
  const BridgeAuthor *author = bridge_board_author (board, line->id.site);

  return bridge_stamp_equal (self->id, line->id) && self->flags == flags &&
         self->color == (author != NULL ? author->color : 0) && g_str_equal (self->name, author_name (author));
}

const char *
bridge_chat_entry_get_name (BridgeChatEntry *self)
{
  return self->name;
}

guint32
bridge_chat_entry_get_color (BridgeChatEntry *self)
{
  return self->color;
}

const char *
bridge_chat_entry_get_markup (BridgeChatEntry *self)
{
  return self->markup;
}

const char *
bridge_chat_entry_get_time (BridgeChatEntry *self)
{
  return self->time;
}

BridgeChatEntryFlags
bridge_chat_entry_get_flags (BridgeChatEntry *self)
{
  return self->flags;
}
