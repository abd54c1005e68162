// Package store keeps a writer's documents, their history, the fine-tune samples, the dictionary and the settings
// in one bbolt file, and promises that no text that was once saved is lost.
//
// [Store] is the open library; [Document] is a text with its [Info]; [Revision] is an earlier state of a document.
//
// # What is promised
//
//   - A method that changes something returns after the change is on the disk (one transaction, fsync). A kill or a
//     power cut afterwards doesn't undo it; one during the call leaves the state before or the state after.
//   - Every record carries checksums over its place and its content. A read gives exactly what was written or a
//     [*DamagedError], never something else. The whole file is checked before it is mapped.
//   - A damaged file is never overwritten. [Rescue] copies what can be read into a new file and keeps the old one.
//   - One program at a time: a second one gets [ErrInUse].
//
// # How texts lie
//
// A text is cut into chunks at places that its content decides (about 4 KiB apart), so that an edit changes one or
// two chunks wherever it happens. The current state of a document and each of its revisions is a list of chunks;
// equal chunks of one document are stored once.
//
// # Which revisions are kept
//
// When a save replaces a text, the replaced state becomes a revision if the last revision is older than
// [Options.RevisionInterval], if the writing paused that long, or if the save takes away or replaces much of the
// text. The newest 64 revisions of a document are all kept; among older ones the distance between kept revisions
// doubles each time the age, counted in revisions, doubles. Age is not measured by the clock, so that a wrong clock
// deletes nothing. Labelled revisions are never thinned.
//
// # What a rescue does
//
// [Rescue] reads the file without bbolt. A single changed byte is found by the checksums and put right. Where the
// tree is broken it searches every page for records, also for earlier versions of them; a document of which nothing
// but its chunks is left is put together by the places that the chunks were written to. The report says in words
// what is missing or uncertain.
package store
