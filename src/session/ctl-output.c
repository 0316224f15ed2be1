/* Lines to stdout, written as far as its reader takes them while the main loop goes on.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/ctl-output.h"

#include "session/ctl-command.h"

#include <glib-unix.h>
#include <unistd.h>

/* What a pipe that is ready takes at once. The descriptor is not made non-blocking: others, a shell perhaps, share it. */
#define PIECE 4096

#define UNWRITTEN_MAX (64u << 20) /* bytes */

struct BridgeCtlOutput
{
  GString *text;
  gsize    written; /* of it */
  guint    source;
  gboolean broken;
  void (*failed) (gpointer data);
  gpointer data;
};

BridgeCtlOutput *
bridge_ctl_output_new (void (*failed) (gpointer data), gpointer data)
{
  BridgeCtlOutput *output = g_new0 (BridgeCtlOutput, 1);

  output->text = g_string_new (NULL);
  output->failed = failed;
  output->data = data;
  return output;
}

void
bridge_ctl_output_free (BridgeCtlOutput *output)
{
  g_clear_handle_id (&output->source, g_source_remove);
  g_string_free (output->text, TRUE);
  g_free (output);
}

GString *
bridge_ctl_output_text (BridgeCtlOutput *output)
{
  return output->text;
}

static void
break_off (BridgeCtlOutput *output)
{
  output->broken = TRUE;
  g_clear_handle_id (&output->source, g_source_remove);
  output->failed (output->data);
}

static gboolean
on_writable (int fd, GIOCondition condition, gpointer data)
{
  BridgeCtlOutput *output = data;
  gsize            length = MIN (output->text->len - output->written, PIECE);

  if (!bridge_ctl_write (fd, output->text->str + output->written, length))
    {
      output->source = 0;
      break_off (output);
      return G_SOURCE_REMOVE;
    }
  output->written += length;
  if (output->written < output->text->len)
    return G_SOURCE_CONTINUE;
  g_string_truncate (output->text, 0);
  output->written = 0;
  output->source = 0;
  return G_SOURCE_REMOVE;
}

void
bridge_ctl_output_flush (BridgeCtlOutput *output)
{
  if (output->broken || output->text->len == 0)
    return;
  if (output->text->len - output->written > UNWRITTEN_MAX)
    {
      bridge_ctl_fail ("Nobody reads what is written.");
      break_off (output);
    }
  else if (output->source == 0)
    output->source = g_unix_fd_add (STDOUT_FILENO, G_IO_OUT | G_IO_ERR | G_IO_HUP, on_writable, output);
}

gboolean
bridge_ctl_output_finish (BridgeCtlOutput *output)
{
  g_clear_handle_id (&output->source, g_source_remove);
  if (output->broken || !bridge_ctl_write (STDOUT_FILENO, output->text->str + output->written, output->text->len - output->written))
    return FALSE;
  g_string_truncate (output->text, 0);
  output->written = 0;
  return TRUE;
}
