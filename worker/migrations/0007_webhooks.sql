-- What happens in a workspace is told to addresses of its choice. A change writes what it has to tell into `outbox`, one
-- row for each type of event, in its own batch; a run that comes by the clock makes messages and deliveries of it.

CREATE TABLE webhooks (
  workspace TEXT NOT NULL,
  -- In the order of time.
  id TEXT NOT NULL,
  url TEXT NOT NULL,
  -- JSON list of types.
  events TEXT NOT NULL,
  description TEXT,
  -- `whsec_...`, as it is: signing needs it. Null for one that came with an import, which sends nothing until it is rotated.
  secret TEXT,
  -- The one before, which signs as well until the time of its end.
  former_secret TEXT,
  former_until TEXT,
  disabled_at TEXT,
  -- by-you, gone or failing.
  disabled_reason TEXT,
  created_at TEXT NOT NULL,
  created_by TEXT NOT NULL,
  -- When overdue actions are looked for and old deliveries forgotten.
  next_check TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX webhooks_by_check ON webhooks (next_check);

-- Gone as soon as messages are made of it, so that it is small and read whole. `head` is what all entries share,
-- `entries` a JSON list of objects that name a partner each; `size`, its characters, stands before it, so that what is
-- long need not be read to know how long it is.
CREATE TABLE outbox (
  workspace TEXT NOT NULL,
  -- A UUID in the order of time.
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  size INTEGER NOT NULL,
  head TEXT NOT NULL,
  entries TEXT NOT NULL,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;

-- `id` is the webhook-id; `entries` is null for a test.
CREATE TABLE messages (
  workspace TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  head TEXT NOT NULL,
  entries TEXT,
  PRIMARY KEY (workspace, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
  workspace TEXT NOT NULL,
  webhook TEXT NOT NULL,
  message TEXT NOT NULL,
  -- waiting, delivered, failed or cancelled.
  state TEXT NOT NULL,
  -- When it was given up to be sent, from which its three days count.
  queued_at TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  -- The next attempt; while it is being sent, the time from which another run may send it. Null when it is over.
  due_at TEXT,
  -- The run that is sending it.
  lease TEXT,
  attempted_at TEXT,
  milliseconds INTEGER,
  response_status INTEGER,
  -- The beginning of what a receiver answered that did not take it.
  response_excerpt TEXT,
  -- Why there was no answer, in our words.
  fault TEXT,
  PRIMARY KEY (workspace, webhook, message)
) STRICT, WITHOUT ROWID;
CREATE INDEX deliveries_by_due ON deliveries (workspace, due_at) WHERE due_at IS NOT NULL;

-- An action is told of once for each date it is due.
CREATE TABLE overdue_told (
  workspace TEXT NOT NULL,
  action TEXT NOT NULL,
  due TEXT NOT NULL,
  PRIMARY KEY (workspace, action, due)
) STRICT, WITHOUT ROWID;

-- With the last webhook goes what only webhooks need.
CREATE TRIGGER webhook_removed AFTER DELETE ON webhooks BEGIN
  DELETE FROM deliveries WHERE workspace = OLD.workspace AND webhook = OLD.id;
  DELETE FROM messages WHERE workspace = OLD.workspace
    AND NOT EXISTS (SELECT 1 FROM webhooks WHERE workspace = OLD.workspace);
  DELETE FROM outbox WHERE workspace = OLD.workspace
    AND NOT EXISTS (SELECT 1 FROM webhooks WHERE workspace = OLD.workspace);
  DELETE FROM overdue_told WHERE workspace = OLD.workspace
    AND NOT EXISTS (SELECT 1 FROM webhooks WHERE workspace = OLD.workspace);
END;

-- Messages about several partners go on without the one that is erased; those about it alone go with their deliveries.
CREATE TRIGGER partner_erased_from_messages AFTER DELETE ON partners BEGIN
  UPDATE outbox SET entries = (
      SELECT json_group_array(json(value)) FROM json_each(outbox.entries) WHERE value ->> 'partner' <> OLD.id)
    WHERE workspace = OLD.workspace
      AND EXISTS (SELECT 1 FROM json_each(outbox.entries) WHERE value ->> 'partner' = OLD.id);
  DELETE FROM outbox WHERE workspace = OLD.workspace AND entries = '[]';
  UPDATE messages SET entries = (
      SELECT json_group_array(json(value)) FROM json_each(messages.entries) WHERE value ->> 'partner' <> OLD.id)
    WHERE workspace = OLD.workspace
      AND EXISTS (SELECT 1 FROM json_each(messages.entries) WHERE value ->> 'partner' = OLD.id);
  DELETE FROM deliveries WHERE workspace = OLD.workspace
    AND message IN (SELECT id FROM messages WHERE workspace = OLD.workspace AND entries = '[]');
  DELETE FROM messages WHERE workspace = OLD.workspace AND entries = '[]';
END;

CREATE TRIGGER action_removed AFTER DELETE ON actions BEGIN
  DELETE FROM overdue_told WHERE workspace = OLD.workspace AND action = OLD.id;
END;

CREATE TRIGGER workspace_erased_with_webhooks AFTER DELETE ON workspaces BEGIN
  DELETE FROM webhooks WHERE workspace = OLD.id;
  DELETE FROM outbox WHERE workspace = OLD.id;
  DELETE FROM messages WHERE workspace = OLD.id;
  DELETE FROM deliveries WHERE workspace = OLD.id;
  DELETE FROM overdue_told WHERE workspace = OLD.id;
END;

CREATE TRIGGER webhook_imported INSTEAD OF INSERT ON imported_lines WHEN NEW.line ->> 'kind' = 'webhook' BEGIN
  INSERT INTO webhooks (workspace, id, url, events, description, disabled_at, disabled_reason, created_at, created_by, next_check)
    VALUES (NEW.workspace, NEW.line ->> 'id', NEW.line ->> 'url', NEW.line -> 'events', NEW.line ->> 'description',
      NEW.line ->> 'disabledAt', NEW.line ->> 'disabledReason', NEW.line ->> 'createdAt', NEW.line ->> 'createdBy',
      NEW.line ->> 'createdAt');
END;
