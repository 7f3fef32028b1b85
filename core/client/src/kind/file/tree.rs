//! The tree that the changes of a conversation's files lead to. It is the same on every device, in whatever order they came:
//! the last change in the order of the log counts; whose folder is gone, or would lie in itself, stands in the root.

use std::collections::{BTreeMap, BTreeSet};

use verband_protocol::id::{EventId, LogId};
use verband_store::{StoreError, Tx};

/// A folder as it was put somewhere.
pub(super) struct Put {
    pub(super) parent: Option<EventId>,
    /// The position of that.
    pub(super) seq: u64,
}

/// Where folders are shown: in the folder that each was put into, if there is one. Of folders that lie in one another the
/// one that was put there last is shown in the root.
pub(super) fn places(folders: &BTreeMap<EventId, Put>) -> BTreeMap<EventId, Option<EventId>> {
    let mut places: BTreeMap<EventId, Option<EventId>> =
        folders.iter().map(|(id, put)| (*id, put.parent.filter(|parent| folders.contains_key(parent)))).collect();
    let mut settled = BTreeSet::new();
    for start in folders.keys() {
        let (mut path, mut passed) = (Vec::new(), BTreeMap::new());
        let mut at = Some(*start);
        while let Some(id) = at.filter(|id| !settled.contains(id)) {
            if let Some(from) = passed.insert(id, path.len()) {
                let last = path[from..].iter().max_by_key(|id| folders.get(id).map(|put| (put.seq, **id)));
                if let Some(last) = last {
                    places.insert(*last, None);
                }
                break;
            }
            path.push(id);
            at = places.get(&id).copied().flatten();
        }
        settled.extend(path);
    }
    places
}

/// Works out what counts of an item, after something about it came or went.
pub(super) fn settle(tx: &Tx<'_>, log: &LogId, item: &EventId) -> Result<(), StoreError> {
    let key = (log.as_bytes(), item.as_bytes());
    let known = "SELECT folder FROM file_item WHERE log = ?1 AND event = ?2";
    let Some(folder) = tx.query_opt(known, key, |row| row.get::<_, bool>(0))? else { return Ok(()) };
    tx.execute(
        "UPDATE file_item SET
             name = coalesce((SELECT name FROM file_change WHERE log = ?1 AND item = ?2 AND what = 12
                              ORDER BY seq DESC LIMIT 1), name0),
             parent_seq = coalesce((SELECT max(seq) FROM file_change WHERE log = ?1 AND item = ?2 AND what = 13), 0),
             current = (SELECT version FROM (
                 SELECT event AS version, iif(event = ?2, 0, seq) AS seq FROM file_version WHERE log = ?1 AND item = ?2
                 UNION ALL
                 SELECT there.event, change.seq FROM file_change change
                 JOIN file_version there ON there.log = ?1 AND there.event = change.target AND there.item = ?2
                 WHERE change.log = ?1 AND change.item = ?2 AND change.what = 15
             ) ORDER BY seq DESC LIMIT 1)
         WHERE log = ?1 AND event = ?2",
        key,
    )?;
    tx.execute(
        "UPDATE file_item SET parent = iif(parent_seq = 0, parent0,
             (SELECT target FROM file_change WHERE log = ?1 AND item = ?2 AND what = 13 AND seq = parent_seq))
         WHERE log = ?1 AND event = ?2",
        key,
    )?;
    if folder {
        return place_folders(tx, log);
    }
    let place = "UPDATE file_item SET place = (SELECT event FROM file_item folder WHERE folder.log = ?1
                 AND folder.event = file_item.parent AND folder.folder) WHERE log = ?1 AND event = ?2";
    tx.execute(place, key).map(drop)
}

/// Shows the files of a folder in it, or in the root if it is gone.
pub(super) fn place_files(tx: &Tx<'_>, log: &LogId, folder: &EventId) -> Result<(), StoreError> {
    let sql = "UPDATE file_item SET place = (SELECT event FROM file_item folder WHERE folder.log = ?1
               AND folder.event = ?2 AND folder.folder) WHERE log = ?1 AND parent = ?2 AND folder = 0";
    tx.execute(sql, (log.as_bytes(), folder.as_bytes())).map(drop)
}

/// Works out anew where folders are shown.
pub(super) fn place_folders(tx: &Tx<'_>, log: &LogId) -> Result<(), StoreError> {
    let sql = "SELECT event, parent, parent_seq, place FROM file_item WHERE log = ?1 AND folder = 1 ORDER BY event";
    let rows = tx.query_map(sql, [log.as_bytes()], |row| {
        let id = |at| Ok::<_, verband_store::rusqlite::Error>(row.get::<_, Option<[u8; 16]>>(at)?.map(EventId));
        Ok((EventId(row.get(0)?), Put { parent: id(1)?, seq: row.get(2)? }, id(3)?))
    })?;
    let shown: BTreeMap<EventId, Option<EventId>> = rows.iter().map(|(id, _, place)| (*id, *place)).collect();
    let folders = rows.into_iter().map(|(id, put, _)| (id, put)).collect();
    for (id, place) in places(&folders) {
        if shown.get(&id) != Some(&place) {
            let sql = "UPDATE file_item SET place = ?3 WHERE log = ?1 AND event = ?2";
            tx.execute(sql, (log.as_bytes(), id.as_bytes(), place.as_ref().map(EventId::as_bytes)))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> EventId {
        EventId([number; 16])
    }

    fn tree(puts: &[(u8, Option<u8>, u64)]) -> Vec<(u8, Option<u8>)> {
        let folders = puts.iter().map(|(item, parent, seq)| (id(*item), Put { parent: parent.map(id), seq: *seq }));
        places(&folders.collect()).into_iter().map(|(item, place)| (item.0[0], place.map(|id| id.0[0]))).collect()
    }

    #[test]
    fn folders_lie_where_they_were_put() {
        assert_eq!(tree(&[(1, None, 0), (2, Some(1), 0), (3, Some(2), 5)]), [(1, None), (2, Some(1)), (3, Some(2))]);
        assert_eq!(tree(&[(2, Some(1), 0), (3, Some(2), 5)]), [(2, None), (3, Some(2))], "whose folder is gone");
    }

    #[test]
    fn of_folders_in_one_another_the_last_one_put_there_is_in_the_root() {
        assert_eq!(tree(&[(1, Some(2), 7), (2, Some(1), 8)]), [(1, Some(2)), (2, None)]);
        assert_eq!(tree(&[(1, Some(2), 8), (2, Some(1), 7)]), [(1, None), (2, Some(1))]);
        assert_eq!(tree(&[(1, Some(1), 3)]), [(1, None)]);
        let ring = [(1, Some(3), 4), (2, Some(1), 9), (3, Some(2), 5), (4, Some(3), 10), (5, Some(4), 0)];
        assert_eq!(tree(&ring), [(1, Some(3)), (2, None), (3, Some(2)), (4, Some(3)), (5, Some(4))]);
    }

    #[test]
    fn a_deep_tree_is_no_deep_call() {
        let puts: BTreeMap<EventId, Put> = (0..50_000_u32)
            .map(|n| {
                let id = |n: u32| EventId([n.to_be_bytes(); 4].concat().try_into().expect("16 bytes"));
                (id(n), Put { parent: n.checked_sub(1).map(id), seq: 0 })
            })
            .collect();
        assert_eq!(places(&puts).values().filter(|place| place.is_none()).count(), 1);
    }
}
