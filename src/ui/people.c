/* Who is here: a pill with the count, the faces, and a list that says more.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/people.h"

#include "ui/avatar.h"

#include <glib/gi18n.h>

#define FACES_MAX     4
#define FACE_DIAMETER 28

struct _BridgePeople
{
  GtkWidget parent;

  /* template */
  GtkWidget  *dot;
  GtkLabel   *count;
  GtkListBox *list;
  GtkBox     *faces;

  BridgeSession *session;      /* owned */
  guint          update_later; /* source */
};

G_DEFINE_FINAL_TYPE (BridgePeople, bridge_people, GTK_TYPE_WIDGET)

static void
empty (GtkWidget *parent)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (parent)) != NULL)
    gtk_widget_unparent (child);
}

static GtkWidget *
create_row (BridgePerson person, gboolean me)
{
  GtkWidget       *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *own = NULL;
  GtkWidget       *label;

  /* Translators: a person's name in the list of those who are here */
  own = me ? g_strdup_printf (_ ("%s (you)"), person.name) : g_strdup (person.name);
  label = gtk_label_new (own);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (row), bridge_avatar_new (person.name, person.color, FACE_DIAMETER));
  gtk_box_append (GTK_BOX (row), label);
  gtk_widget_set_margin_top (row, 4);
  gtk_widget_set_margin_bottom (row, 4);
  return row;
}

static void
clear_list (BridgePeople *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
update (BridgePeople *self)
{
  BridgeGuest       *guest = bridge_session_get_guest (self->session);
  BridgeSessionState state = bridge_session_get_state (self->session);
  gsize              n_people = bridge_guest_n_people (guest);
  g_autofree char   *text = NULL;
  gsize              n_faces = 0;

  gtk_widget_set_visible (GTK_WIDGET (self), state == BRIDGE_SESSION_LIVE || state == BRIDGE_SESSION_RECONNECTING);
  if (state == BRIDGE_SESSION_LIVE)
    gtk_widget_remove_css_class (self->dot, "waiting");
  else
    gtk_widget_add_css_class (self->dot, "waiting");
  /* Translators: the session is live, with so many people */
  text = state == BRIDGE_SESSION_LIVE ? g_strdup_printf (_ ("Live · %u"), (guint)n_people) : g_strdup (_ ("Offline"));
  gtk_label_set_label (self->count, text);

  clear_list (self);
  empty (GTK_WIDGET (self->faces));
  for (gsize i = 0; i < n_people; i++)
    {
      BridgePerson person = bridge_guest_person_at (guest, i);
      gboolean     me = person.person == bridge_guest_person (guest);

      gtk_list_box_append (self->list, create_row (person, me));
      if (!me && n_faces++ < FACES_MAX)
        gtk_box_append (self->faces, bridge_avatar_new (person.name, person.color, FACE_DIAMETER));
    }
}

static gboolean
on_update_idle (gpointer data)
{
  BridgePeople *self = data;

  self->update_later = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

/* A room full of people comes in one event each: the faces are made once for all of them. */
static void
update_later (BridgePeople *self)
{
  if (self->update_later == 0)
    self->update_later = g_idle_add (on_update_idle, self);
}

static void
on_session_guest_event (BridgePeople *self, const BridgeGuestEvent *event)
{
  switch (event->type)
    {
    case BRIDGE_GUEST_WELCOMED:
    case BRIDGE_GUEST_JOINED:
    case BRIDGE_GUEST_RENAMED:
    case BRIDGE_GUEST_LEFT:
      update_later (self);
      break;
    default:
      break;
    }
}

static void
bridge_people_dispose (GObject *object)
{
  BridgePeople *self = BRIDGE_PEOPLE (object);

  g_clear_handle_id (&self->update_later, g_source_remove);
  empty (GTK_WIDGET (self));
  g_clear_object (&self->session);
  G_OBJECT_CLASS (bridge_people_parent_class)->dispose (object);
}

static void
bridge_people_class_init (BridgePeopleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bridge_people_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/drawbridge/Drawbridge/people.ui");
  gtk_widget_class_bind_template_child (widget_class, BridgePeople, dot);
  gtk_widget_class_bind_template_child (widget_class, BridgePeople, count);
  gtk_widget_class_bind_template_child (widget_class, BridgePeople, list);
  gtk_widget_class_bind_template_child (widget_class, BridgePeople, faces);
}

static void
bridge_people_init (BridgePeople *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
bridge_people_set_session (BridgePeople *self, BridgeSession *session)
{
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (update_later), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::n-people", G_CALLBACK (update_later), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "guest-event", G_CALLBACK (on_session_guest_event), self, G_CONNECT_SWAPPED);
  update (self);
}
