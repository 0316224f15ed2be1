/* Who a host is: a key and a self-signed certificate in one PEM file.
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/identity.h"

#include "session/base64url.h"
#include "session/entropy.h"
#include "session/error.h"
#include "session/handover.h"
#include "session/identity-make.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <gnutls/gnutls.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_SIZE_MAX (64u << 10)

/* Both say what errno means. */
static GTlsCertificate *
fail_to_read (const char *path, GError **error)
{
  const char *why = g_strerror (errno);

  g_set_error (error, BRIDGE_ERROR, BRIDGE_ERROR_IDENTITY,
               _ ("The file “%s”, which holds this computer's identity, cannot be read: %s."), path, why);
  return NULL;
}

static GTlsCertificate *
fail_to_save (const char *path, GError **error)
{
  const char *why = g_strerror (errno);

  g_set_error (error, BRIDGE_ERROR, BRIDGE_ERROR_IDENTITY, _ ("This computer's identity cannot be saved in “%s”: %s."), path, why);
  return NULL;
}

static gboolean
judge_owner (int fd, const char *path, GError **error)
{
  struct stat about;

  if (fstat (fd, &about) != 0)
    return fail_to_read (path, error) != NULL;
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) == 0 && about.st_uid == geteuid ())
    return TRUE;
  g_set_error (error, BRIDGE_ERROR, BRIDGE_ERROR_IDENTITY,
               _ ("The file “%s”, which holds this computer's identity, is not yours alone, so others may know its key. "
                  "Remove it to get a new identity (links that were sent stop working), or, if nobody else has read it, "
                  "make it yours with “chmod 600”."),
               path);
  return FALSE;
}

/* NULL, with errno, when it cannot be read; no more than fits. */
static char *
read_text (int fd)
{
  g_autofree char *text = g_malloc0 (FILE_SIZE_MAX + 1);
  gsize            length = 0;

  while (length < FILE_SIZE_MAX)
    {
      gssize n = read (fd, text + length, FILE_SIZE_MAX - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return NULL;
      if (n == 0)
        break;
      length += (gsize)n;
    }
  return g_steal_pointer (&text);
}

static GTlsCertificate *
parse (const char *text, const char *path, GError **error)
{
  GTlsCertificate *certificate = NULL;

  if (bridge_identity_is_whole (text))
    certificate = g_tls_certificate_new_from_pem (text, -1, NULL);
  if (certificate == NULL)
    g_set_error (error, BRIDGE_ERROR, BRIDGE_ERROR_IDENTITY,
                 _ ("The file “%s”, which holds this computer's identity, is damaged. Restore it from a backup, or remove it to "
                    "get a new identity: links that were sent stop working then."),
                 path);
  return certificate;
}

static GTlsCertificate *
read_identity (int fd, const char *path, GError **error)
{
  g_autofree char *text = NULL;

  if (!judge_owner (fd, path, error))
    return NULL;
  text = read_text (fd);
  if (text == NULL)
    return fail_to_read (path, error);
  return parse (text, path, error);
}

static gboolean
write_all (int fd, const char *data, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, data, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      if (n > 0)
        {
          data += n;
          length -= (gsize)n;
        }
    }
  return fsync (fd) == 0;
}

/* So that the name is on the disk as well. */
static void
sync_folder (const char *folder)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* A whole file comes into being under its name, or none does; one that another process has made meanwhile stays. */
static gboolean
publish (const char *text, const char *path)
{
  g_autofree char *temporary = g_strdup_printf ("%s.%016" G_GINT64_MODIFIER "x", path, bridge_entropy_id ());
  int              fd = open (temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  gboolean         done;
  int              why;

  if (fd < 0)
    return FALSE;
  done = write_all (fd, text, strlen (text)) && (link (temporary, path) == 0 || errno == EEXIST);
  why = errno;
  close (fd);
  unlink (temporary);
  errno = why;
  return done;
}

static gboolean
make_file (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = NULL;

  if (g_mkdir_with_parents (folder, S_IRWXU) != 0)
    return FALSE;
  text = bridge_identity_make ();
  if (!publish (text, path))
    return FALSE;
  sync_folder (folder);
  return TRUE;
}

GTlsCertificate *
bridge_identity_load (const char *path, GError **error)
{
  g_autofree char *usual = g_build_filename (g_get_user_data_dir (), "drawbridge", "identity.pem", NULL);
  GTlsCertificate *certificate;
  int              fd;

  path = path != NULL ? path : usual;
  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    {
      if (!make_file (path))
        return fail_to_save (path, error);
      fd = open (path, O_RDONLY | O_CLOEXEC);
    }
  if (fd < 0)
    return fail_to_read (path, error);
  certificate = read_identity (fd, path, error);
  close (fd);
  return certificate;
}

static void
load (GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
  GError          *error = NULL;
  GTlsCertificate *certificate;

  bridge_handover_acquire (task);
  certificate = bridge_identity_load (path, &error);
  bridge_handover_release (task);
  if (certificate != NULL)
    g_task_return_pointer (task, certificate, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
bridge_identity_load_async (const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, bridge_identity_load_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  bridge_handover_release (task);
  g_task_run_in_thread (task, load);
}

GTlsCertificate *
bridge_identity_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  bridge_handover_acquire (result);
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
bridge_fingerprint_of (GTlsCertificate *certificate)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize  length = sizeof digest;

  g_object_get (certificate, "certificate", &der, NULL);
  g_checksum_update (checksum, der->data, der->len);
  g_checksum_get_digest (checksum, digest, &length);
  return bridge_base64url_encode (digest, length);
}

gboolean
bridge_fingerprint_matches (GTlsCertificate *certificate, const char *fingerprint)
{
  g_autofree char *own = NULL;

  if (certificate == NULL || fingerprint == NULL || strlen (fingerprint) != BRIDGE_FINGERPRINT_LENGTH)
    return FALSE;
  own = bridge_fingerprint_of (certificate);
  return gnutls_memcmp (own, fingerprint, BRIDGE_FINGERPRINT_LENGTH) == 0;
}
