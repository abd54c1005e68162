#!/usr/bin/env python3
"""Learn what slips cost: the noisy channel of the speller, from pairs of misspelling and word.

  learn_channel.py PAIRS OUT.txt.gz [EXCLUDE ...]

PAIRS are lines `misspelling->word`, as in codespell's dictionary.txt. The lines of EXCLUDE begin with misspellings
that are not learned from: those of the lists that the speller is measured on. Of the folds into which words are dealt
by their first five letters, the last two are left to scripts/fitspelling, for the weights and for the test.

Follows Brill and Moore, An Improved Error Model for Noisy Channel Spelling Correction (ACL 2000):
pairs are aligned, every slip is widened by up to one neighbour on either side, and the cost of a
rewriting is -log(count(a -> b) / count(a in the words)). Only these sums are kept, no pair.
"""
import gzip, math, re, sys, zlib
from collections import Counter

VOWELS = set('aeiouy')
FOLDS, LEARNED = 8, 6
SMOOTHING = 150  # pairs without the slip that are assumed for every rewriting: tames small counts


def cost(x, y):
    if x == y:
        return 0.0
    return 0.9 if (x in VOWELS) == (y in VOWELS) else 1.2


def align(word, typo):
    """[(piece of word, piece of typo)], pieces of 0 to 2 letters."""
    n, m = len(word), len(typo)
    d = [[0.0] * (m + 1) for _ in range(n + 1)]
    back = [[None] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if i == j == 0:
                continue
            best = (1e9, None)
            if i and j:
                best = min(best, (d[i-1][j-1] + cost(word[i-1], typo[j-1]), (1, 1)))
            if i:
                best = min(best, (d[i-1][j] + 1, (1, 0)))
            if j:
                best = min(best, (d[i][j-1] + 1, (0, 1)))
            if i > 1 and j > 1 and word[i-1] == typo[j-2] and word[i-2] == typo[j-1] and word[i-1] != word[i-2]:
                best = min(best, (d[i-2][j-2] + 1, (2, 2)))
            d[i][j], back[i][j] = best
    out, i, j = [], n, m
    while i or j:
        a, b = back[i][j]
        out.append((word[i-a:i], typo[j-b:j]))
        i, j = i - a, j - b
    return out[::-1], d[n][m]


def main():
    pairs_path, out_path, *exclude = sys.argv[1:]
    measured = {line.split('\t')[0].strip().lower() for path in exclude for line in open(path, encoding='utf-8')}
    rewrites, seen = Counter(), Counter()
    n = 0
    for line in open(pairs_path, encoding='utf-8'):
        m = re.match(r'^([a-z]+)->([a-z]+)$', line.strip().rstrip(','))
        if not m or m.group(1) in measured or zlib.crc32(m.group(2)[:5].encode()) % FOLDS >= LEARNED:
            continue
        typo, word = '^' + m.group(1) + '$', '^' + m.group(2) + '$'
        ops, dist = align(word, typo)
        if dist > 3 or len(word) < 5:
            continue
        n += 1
        for size in (1, 2, 3):
            for i in range(len(word) - size + 1):
                seen[word[i:i+size]] += 1
        seen[''] += len(word)
        for i, (a, b) in enumerate(ops):
            if a == b:
                continue
            for left in (0, 1):
                for right in (0, 1):
                    lo, hi = i - left, i + right + 1
                    if lo < 0 or hi > len(ops):
                        continue
                    x = ''.join(p for p, _ in ops[lo:hi])
                    y = ''.join(q for _, q in ops[lo:hi])
                    if len(x) <= 3 and len(y) <= 3:
                        rewrites[x, y] += 1
    lines = []
    for (x, y), c in sorted(rewrites.items()):
        if c >= 3 and x != y and not (x == '' and y == ''):
            lines.append('%s\t%s\t%d' % (x, y, round(-100 * math.log(c / (seen[x] + SMOOTHING)))))
    with open(out_path, 'wb') as f, gzip.GzipFile(fileobj=f, mode='wb', compresslevel=9, mtime=0, filename='') as z:
        z.write(('\n'.join(lines) + '\n').encode('utf-8'))
    print(n, 'pairs', len(lines), 'rewrites')


if __name__ == '__main__':
    main()
