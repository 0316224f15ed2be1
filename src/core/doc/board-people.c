/* Authors and what they say.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/doc/board-private.h"

#include "core/base/memory.h"
#include "core/doc/limits.h"

#include <string.h>

static char *
copy_text (const char *text, size_t length)
{
  char *copy = bridge_new (char, length + 1);

  if (length > 0)
    memcpy (copy, text, length);
  copy[length] = '\0';
  return copy;
}

static void
tell (BridgeBoard *board, BridgeStamp item, unsigned flags)
{
  if (board->changes != NULL)
    bridge_changes_add (board->changes, item, flags, BRIDGE_RECT_EMPTY);
}

void
bridge_board_clear_people (BridgeBoard *board)
{
  for (size_t i = 0; i < board->n_lines; i++)
    {
      bridge_free (board->lines[i]->text);
      bridge_free (board->lines[i]);
    }
  for (size_t i = 0; i < board->n_authors; i++)
    {
      bridge_free (board->authors[i]->name);
      bridge_free (board->authors[i]);
    }
  bridge_free (board->lines);
  bridge_free (board->authors);
  bridge_map_clear (&board->lines_by_id);
  bridge_map_clear (&board->authors_by_site);
}

size_t
bridge_board_n_authors (const BridgeBoard *board)
{
  return board->n_authors;
}

const BridgeAuthor *
bridge_board_author_at (const BridgeBoard *board, size_t index)
{
  return board->authors[index];
}

const BridgeAuthor *
bridge_board_author (const BridgeBoard *board, uint64_t site)
{
  return bridge_map_get (&board->authors_by_site, site, 0);
}

BridgeAuthor *
bridge_board_meet (BridgeBoard *board, uint64_t site)
{
  BridgeAuthor *author = bridge_map_get (&board->authors_by_site, site, 0);

  if (author != NULL)
    return author;
  if (board->n_authors >= BRIDGE_BOARD_SITES_MAX)
    return NULL;
  author = bridge_new0 (BridgeAuthor, 1);
  author->site = site;
  author->lamport = 1;
  author->name = copy_text ("", 0);
  bridge_map_put (&board->authors_by_site, site, 0, author);
  board->authors =
      bridge_grow (board->authors, &board->authors_capacity, board->n_authors + 1, sizeof *board->authors);
  board->authors[board->n_authors++] = author;
  return author;
}

static void
take_name (BridgeBoard *board, BridgeAuthor *mine, const BridgeAuthor *theirs)
{
  char *name = copy_text (theirs->name, strlen (theirs->name));

  bridge_free (mine->name);
  mine->name = name;
  mine->color = theirs->color;
  mine->stamp = theirs->stamp;
  tell (board, (BridgeStamp){ 0, mine->site }, BRIDGE_CHANGE_AUTHOR);
}

void
bridge_board_name (BridgeBoard *board, const BridgeAuthor *author)
{
  BridgeAuthor *mine = bridge_map_get (&board->authors_by_site, author->site, 0);

  if (author->revision > mine->revision)
    mine->revision = author->revision;
  if (bridge_stamp_compare (author->stamp, mine->stamp) > 0)
    take_name (board, mine, author);
  bridge_board_hear (board, author->stamp.lamport, 1);
}

BridgeStatus
bridge_board_merge_author (BridgeBoard *board, const BridgeAuthor *author, BridgeChanges *changes)
{
  bool          named = !bridge_stamp_is_none (author->stamp);
  BridgeAuthor *mine;

  if (author->site == 0 || author->lamport > BRIDGE_LAMPORT_MAX || (named && !bridge_stamp_is_sane (author->stamp)))
    return BRIDGE_STATUS_RANGE;
  if (strlen (author->name) > BRIDGE_NAME_BYTES_MAX)
    return BRIDGE_STATUS_LIMIT;
  mine = bridge_board_meet (board, author->site);
  if (mine == NULL)
    return BRIDGE_STATUS_LIMIT;
  bridge_board_begin (board, changes);
  bridge_board_name (board, author);
  if (author->seq > mine->seq)
    mine->seq = author->seq;
  if (author->lamport > mine->lamport)
    mine->lamport = author->lamport;
  bridge_board_hear (board, author->lamport, 0);
  bridge_board_settle (board);
  return BRIDGE_STATUS_OK;
}

void
bridge_board_restore_author (BridgeBoard *board, const BridgeBoard *other, uint64_t site, BridgeChanges *changes)
{
  static const char   unnamed[] = "";
  BridgeAuthor        nobody = { .site = site, .name = (char *)unnamed };
  const BridgeAuthor *theirs = bridge_board_author (other, site);
  BridgeAuthor       *mine = bridge_board_meet (board, site);

  if (mine == NULL)
    return;
  /* The name goes back; what has been sent does not. */
  bridge_board_begin (board, changes);
  take_name (board, mine, theirs != NULL ? theirs : &nobody);
  mine->revision = theirs != NULL ? theirs->revision : 0;
  bridge_board_settle (board);
}

size_t
bridge_board_n_lines (const BridgeBoard *board)
{
  return board->n_lines;
}

const BridgeChatLine *
bridge_board_line (const BridgeBoard *board, size_t index)
{
  return board->lines[index];
}

const BridgeChatLine *
bridge_board_find_line (const BridgeBoard *board, BridgeStamp id)
{
  return bridge_map_get (&board->lines_by_id, id.lamport, id.site);
}

static int
compare_lines (const BridgeChatLine *a, const BridgeChatLine *b)
{
  /* 0, not taken yet, comes last: it wraps round to the greatest. */
  uint64_t revision_a = a->revision - 1, revision_b = b->revision - 1;

  if (revision_a != revision_b)
    return revision_a < revision_b ? -1 : 1;
  return bridge_stamp_compare (a->id, b->id);
}

/* The place of the line, or where it would go. Most are said last. */
static size_t
find_place (const BridgeBoard *board, const BridgeChatLine *line)
{
  size_t low = 0, high = board->n_lines;

  if (high > 0 && compare_lines (board->lines[high - 1], line) < 0)
    return high;
  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (compare_lines (board->lines[middle], line) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
insert_line (BridgeBoard *board, BridgeChatLine *line)
{
  size_t place = find_place (board, line);

  board->lines = bridge_grow (board->lines, &board->lines_capacity, board->n_lines + 1, sizeof *board->lines);
  memmove (&board->lines[place + 1], &board->lines[place], (board->n_lines - place) * sizeof *board->lines);
  board->lines[place] = line;
  board->n_lines++;
}

static void
take_out_line (BridgeBoard *board, const BridgeChatLine *line)
{
  size_t place = find_place (board, line);

  board->n_lines--;
  memmove (&board->lines[place], &board->lines[place + 1], (board->n_lines - place) * sizeof *board->lines);
}

static void
count_line (BridgeBoard *board, BridgeChatLine *line, uint64_t revision)
{
  take_out_line (board, line);
  line->revision = revision;
  insert_line (board, line);
  tell (board, line->id, BRIDGE_CHANGE_CHAT);
}

static size_t
get_size (const BridgeChatLine *line)
{
  return sizeof *line + line->length;
}

static void
add_line (BridgeBoard *board, const BridgeChatLine *line)
{
  BridgeChatLine *mine = bridge_new (BridgeChatLine, 1);

  *mine = *line;
  mine->text = copy_text (line->text, line->length);
  bridge_map_put (&board->lines_by_id, line->id.lamport, line->id.site, mine);
  insert_line (board, mine);
  board->size += get_size (mine);
  bridge_board_hear (board, line->id.lamport, 1);
  tell (board, line->id, BRIDGE_CHANGE_CHAT);
}

BridgeStatus
bridge_board_say (BridgeBoard *board, const BridgeChatLine *line)
{
  BridgeChatLine *mine = bridge_map_get (&board->lines_by_id, line->id.lamport, line->id.site);

  if (mine != NULL && line->revision > mine->revision)
    count_line (board, mine, line->revision);
  if (mine != NULL)
    return BRIDGE_STATUS_OK;
  if (board->n_lines >= BRIDGE_BOARD_CHAT_MAX)
    return BRIDGE_STATUS_LIMIT;
  add_line (board, line);
  return BRIDGE_STATUS_OK;
}

BridgeStatus
bridge_board_merge_line (BridgeBoard *board, const BridgeChatLine *line, BridgeChanges *changes)
{
  BridgeStatus status;

  if (!bridge_stamp_is_sane (line->id))
    return BRIDGE_STATUS_RANGE;
  if (line->length > BRIDGE_CHAT_BYTES_MAX || bridge_board_is_swollen (board))
    return BRIDGE_STATUS_LIMIT;
  bridge_board_begin (board, changes);
  status = bridge_board_say (board, line);
  bridge_board_settle (board);
  return status;
}

void
bridge_board_restore_line (BridgeBoard *board, const BridgeBoard *other, BridgeStamp id, BridgeChanges *changes)
{
  const BridgeChatLine *theirs = bridge_board_find_line (other, id);
  BridgeChatLine       *mine = bridge_map_get (&board->lines_by_id, id.lamport, id.site);

  bridge_board_begin (board, changes);
  if (mine != NULL)
    {
      take_out_line (board, mine);
      board->size -= get_size (mine);
      bridge_map_remove (&board->lines_by_id, id.lamport, id.site);
      bridge_free (mine->text);
      bridge_free (mine);
      tell (board, id, BRIDGE_CHANGE_CHAT);
    }
  if (theirs != NULL)
    add_line (board, theirs);
  bridge_board_settle (board);
}
