#!/usr/bin/env python3
"""Build the English word material in assets/words from its public sources.

  build_english.py SCOWL_DIR WORDNET_DIR SYMSPELL_DIR OUT_DIR

SCOWL_DIR     the lists of Debian's package scowl (/usr/share/dict/scowl)
WORDNET_DIR   the database of Debian's package wordnet-base (/usr/share/wordnet)
SYMSPELL_DIR  the package folder of PyPI's symspellpy, which carries the frequency lists

Writes english.txt.gz (words), forms.txt.gz (inflections) and bigrams.txt.gz; assets/words/README.md
describes the formats and names the licences.
"""
import glob, gzip, math, os, re, sys
from collections import defaultdict

TIERS = {10: 1, 20: 2, 35: 3, 40: 4, 50: 5, 55: 6, 60: 7, 70: 8, 80: 9}
WORD = re.compile(r"^[A-Za-zÀ-ÿ]+(?:['’-][A-Za-zÀ-ÿ]+)*\.?$")


def scowl(folder):
    """word -> (tier, dialects): the smallest tier, and whether American (1) or British (2)."""
    words, main = {}, set()
    # The main lists come first: a variant of another dialect does not change what they say of a word.
    for path in sorted(glob.glob(os.path.join(folder, '*-*.*')), key=lambda p: ('variant' in p, p)):
        name, size = os.path.basename(path).rsplit('.', 1)
        if not size.isdigit() or int(size) not in TIERS:
            continue
        region, kind = name.split('-', 1)
        dialects = {'english': 3, 'american': 1, 'british': 2, 'british_z': 2,
                    'variant_1': 3, 'british_variant_1': 2, 'variant_2': 3}.get(region)
        if dialects is None or kind.startswith('special') or kind.startswith('hacker'):
            continue
        tier = TIERS[int(size)]
        if region.endswith('variant_2') and tier > 6:
            continue
        if 'variant' in region:
            tier = max(tier, 8)
        if kind == 'abbreviations' and tier > 8:
            continue
        for line in open(path, encoding='utf-8', errors='ignore'):
            w = line.strip()
            if not WORD.match(w) or w.endswith("'s"):
                continue
            if 'variant' not in region:
                main.add(w)
            elif w in main:
                continue
            old = words.get(w)
            words[w] = (tier, dialects) if old is None else (min(tier, old[0]), dialects | old[1])
    return words


def level(count):
    """A count as one of 64 levels, three to the octave."""
    return max(0, min(63, round(3 * (math.log2(count) - 13.5))))


def frequencies(folder):
    out = {}
    for line in open(os.path.join(folder, 'frequency_dictionary_en_82_765.txt'), encoding='utf-8-sig'):
        w, n = line.split()
        out[w] = int(n)
    return out


def lemmas(folder):
    """pos -> lemma -> tag count, single words only."""
    out = {p: {} for p in 'nvar'}
    for pos, name in zip('nvar', ('noun', 'verb', 'adj', 'adv')):
        for line in open(os.path.join(folder, 'index.' + name), encoding='utf-8'):
            if not line.startswith(' '):
                w = line.split(' ', 1)[0]
                if re.match(r"^[a-z]+(-[a-z]+)*$", w):
                    out[pos][w] = 0
    for line in open(os.path.join(folder, 'cntlist.rev'), encoding='utf-8'):
        key, _, n = line.split()
        w, rest = key.split('%')
        pos = {'1': 'n', '2': 'v', '3': 'a', '4': 'r', '5': 'a'}[rest[0]]
        if w in out[pos]:
            out[pos][w] += int(n)
    return out


def exceptions(folder, name):
    out = defaultdict(list)
    for line in open(os.path.join(folder, name + '.exc'), encoding='utf-8'):
        p = line.split()
        if all(re.match(r'^[a-z-]+$', x) for x in p):
            for lemma in p[1:]:
                out[lemma].append(p[0])
    return out


FREQ = {}  # word -> count, filled by main
VOWELS = 'aeiou'

# Principal parts that WordNet's exception list mixes or misses: past tense, past participle.
IRREGULAR = {
    'be': ('was/were', 'been'), 'have': ('had', 'had'), 'do': ('did', 'done'), 'go': ('went', 'gone'),
    'arise': ('arose', 'arisen'), 'awake': ('awoke', 'awoken'), 'bear': ('bore', 'borne/born'), 'beat': ('beat', 'beaten'),
    'become': ('became', 'become'), 'begin': ('began', 'begun'), 'bend': ('bent', 'bent'), 'bet': ('bet', 'bet'),
    'bid': ('bid', 'bid'), 'bind': ('bound', 'bound'), 'bite': ('bit', 'bitten'), 'bleed': ('bled', 'bled'),
    'blow': ('blew', 'blown'), 'break': ('broke', 'broken'), 'breed': ('bred', 'bred'), 'bring': ('brought', 'brought'),
    'broadcast': ('broadcast', 'broadcast'), 'build': ('built', 'built'), 'burn': ('burned/burnt', 'burned/burnt'),
    'burst': ('burst', 'burst'), 'buy': ('bought', 'bought'), 'cast': ('cast', 'cast'), 'catch': ('caught', 'caught'),
    'choose': ('chose', 'chosen'), 'cling': ('clung', 'clung'), 'come': ('came', 'come'), 'cost': ('cost', 'cost'),
    'creep': ('crept', 'crept'), 'cut': ('cut', 'cut'), 'deal': ('dealt', 'dealt'), 'dig': ('dug', 'dug'),
    'draw': ('drew', 'drawn'), 'dream': ('dreamed/dreamt', 'dreamed/dreamt'), 'drink': ('drank', 'drunk'),
    'drive': ('drove', 'driven'), 'dwell': ('dwelt', 'dwelt'), 'eat': ('ate', 'eaten'), 'fall': ('fell', 'fallen'),
    'feed': ('fed', 'fed'), 'feel': ('felt', 'felt'), 'fight': ('fought', 'fought'), 'find': ('found', 'found'),
    'flee': ('fled', 'fled'), 'fling': ('flung', 'flung'), 'fly': ('flew', 'flown'), 'forbid': ('forbade', 'forbidden'),
    'forecast': ('forecast', 'forecast'), 'foresee': ('foresaw', 'foreseen'), 'forget': ('forgot', 'forgotten'),
    'forgive': ('forgave', 'forgiven'), 'freeze': ('froze', 'frozen'), 'get': ('got', 'got/gotten'), 'give': ('gave', 'given'),
    'grind': ('ground', 'ground'), 'grow': ('grew', 'grown'), 'hang': ('hung/hanged', 'hung/hanged'), 'hear': ('heard', 'heard'),
    'hide': ('hid', 'hidden'), 'hit': ('hit', 'hit'), 'hold': ('held', 'held'), 'hurt': ('hurt', 'hurt'), 'keep': ('kept', 'kept'),
    'kneel': ('knelt', 'knelt'), 'know': ('knew', 'known'), 'lay': ('laid', 'laid'), 'lead': ('led', 'led'),
    'lean': ('leaned', 'leaned'), 'leap': ('leaped/leapt', 'leaped/leapt'), 'learn': ('learned/learnt', 'learned/learnt'),
    'leave': ('left', 'left'), 'lend': ('lent', 'lent'), 'let': ('let', 'let'), 'lie': ('lay/lied', 'lain/lied'),
    'light': ('lit', 'lit'), 'lose': ('lost', 'lost'), 'make': ('made', 'made'), 'mean': ('meant', 'meant'),
    'meet': ('met', 'met'), 'mislead': ('misled', 'misled'), 'mistake': ('mistook', 'mistaken'),
    'misunderstand': ('misunderstood', 'misunderstood'), 'mow': ('mowed', 'mown'), 'overcome': ('overcame', 'overcome'),
    'overtake': ('overtook', 'overtaken'), 'pay': ('paid', 'paid'), 'prove': ('proved', 'proved/proven'), 'put': ('put', 'put'),
    'quit': ('quit', 'quit'), 'read': ('read', 'read'), 'rid': ('rid', 'rid'), 'ride': ('rode', 'ridden'), 'ring': ('rang', 'rung'),
    'rise': ('rose', 'risen'), 'run': ('ran', 'run'), 'say': ('said', 'said'), 'see': ('saw', 'seen'), 'seek': ('sought', 'sought'),
    'sell': ('sold', 'sold'), 'send': ('sent', 'sent'), 'set': ('set', 'set'), 'sew': ('sewed', 'sewn'), 'shake': ('shook', 'shaken'),
    'shed': ('shed', 'shed'), 'shine': ('shone', 'shone'), 'shoot': ('shot', 'shot'), 'show': ('showed', 'shown'),
    'shrink': ('shrank', 'shrunk'), 'shut': ('shut', 'shut'), 'sing': ('sang', 'sung'), 'sink': ('sank', 'sunk'), 'sit': ('sat', 'sat'),
    'sleep': ('slept', 'slept'), 'slide': ('slid', 'slid'), 'smell': ('smelled/smelt', 'smelled/smelt'), 'speak': ('spoke', 'spoken'),
    'speed': ('sped', 'sped'), 'spell': ('spelled/spelt', 'spelled/spelt'), 'spend': ('spent', 'spent'), 'spill': ('spilled/spilt', 'spilled/spilt'),
    'spin': ('spun', 'spun'), 'spit': ('spat', 'spat'), 'split': ('split', 'split'), 'spoil': ('spoiled/spoilt', 'spoiled/spoilt'),
    'spread': ('spread', 'spread'), 'spring': ('sprang', 'sprung'), 'stand': ('stood', 'stood'), 'steal': ('stole', 'stolen'),
    'stick': ('stuck', 'stuck'), 'sting': ('stung', 'stung'), 'stink': ('stank', 'stunk'), 'strike': ('struck', 'struck'),
    'strive': ('strove', 'striven'), 'swear': ('swore', 'sworn'), 'sweep': ('swept', 'swept'), 'swell': ('swelled', 'swollen'),
    'swim': ('swam', 'swum'), 'swing': ('swung', 'swung'), 'take': ('took', 'taken'), 'teach': ('taught', 'taught'), 'tear': ('tore', 'torn'),
    'tell': ('told', 'told'), 'think': ('thought', 'thought'), 'throw': ('threw', 'thrown'), 'thrust': ('thrust', 'thrust'),
    'tread': ('trod', 'trodden'), 'undergo': ('underwent', 'undergone'), 'understand': ('understood', 'understood'),
    'undertake': ('undertook', 'undertaken'), 'undo': ('undid', 'undone'), 'upset': ('upset', 'upset'), 'wake': ('woke', 'woken'),
    'wear': ('wore', 'worn'), 'weave': ('wove', 'woven'), 'weep': ('wept', 'wept'), 'win': ('won', 'won'), 'wind': ('wound', 'wound'),
    'withdraw': ('withdrew', 'withdrawn'), 'withstand': ('withstood', 'withstood'), 'wring': ('wrung', 'wrung'), 'write': ('wrote', 'written'),
}


def sibilant(w):
    return re.search(r'(s|x|z|ch|sh)$', w)


def add_s(w):
    if sibilant(w):
        return w + 'es'
    if len(w) > 1 and w[-1] == 'y' and w[-2] not in VOWELS:
        return w[:-1] + 'ies'
    if w.endswith('o') and len(w) > 1 and w[-2] not in VOWELS:
        return w + 'es'
    return w + 's'


def suffixed(w, suffix, known):
    """w with -ed, -ing, -er or -est; both spellings where consonant doubling differs by dialect."""
    vowel = suffix[0] == 'e'
    if w.endswith('e') and not (suffix == 'ing' and re.search(r'(ee|oe|ye)$', w)):
        if suffix == 'ing':
            return [w[:-2] + 'ying'] if w.endswith('ie') else [w[:-1] + 'ing']
        return [w + suffix[1:]]
    if vowel and len(w) > 1 and w[-1] == 'y' and w[-2] not in VOWELS:
        return [w[:-1] + 'i' + suffix]
    out = []
    if re.search(r'[^aeiou]?[aeiou][bdfgklmnprtz]$', w) and not re.search(r'[aeiou]{2}[a-z]$', w):
        if w + w[-1] + suffix in known:
            out.append(w + w[-1] + suffix)
    elif w.endswith('l') and w + w[-1] + suffix in known:
        out.append(w + w[-1] + suffix)
    if w.endswith('c') and w + 'k' + suffix in known:
        return [w + 'k' + suffix]
    if (w + suffix in known or not out) and not (out and not w.endswith('l') and FREQ.get(w + suffix, 0) * 50 < FREQ.get(out[0], 1)):
        out.append(w + suffix)
    return out


def digit(count):
    return str(min(9, int(math.log2(count + 1))))


def inflections(folder, known, freq):
    lem = lemmas(folder)
    exc = {n: exceptions(folder, n) for n in ('noun', 'verb', 'adj')}
    lines = []
    for w, n in sorted(lem['v'].items()):
        if w not in known:
            continue
        if w == 'be':
            lines.append('V9 be is/am/are was/were been being')
            continue
        s = {'have': 'has'}.get(w) or (add_s(w) if add_s(w) in known else w + 's')
        if w in IRREGULAR:
            past, part = IRREGULAR[w]
            ing = '/'.join(suffixed(w, 'ing', known))
        else:
            irr = [x for x in exc['verb'].get(w, []) if x in known and not x.endswith('ing') and not x.endswith('s')]
            base = next((b for b in IRREGULAR if len(b) > 2 and w.endswith(b) and w != b and irr), None)
            if irr and all(x.endswith('ed') for x in irr) or not irr:
                past = part = '/'.join(x for x in suffixed(w, 'ed', known) if x in known)
            elif base and w[:-len(base)] + IRREGULAR[base][0].split('/')[0] in known:
                past, part = (w[:-len(base)] + IRREGULAR[base][k].split('/')[0] for k in (0, 1))
            else:
                past = part = irr[0]
            ing = '/'.join(suffixed(w, 'ing', known))
        if not past or ing.split('/')[0] not in known or s not in known:
            continue
        lines.append('V%s %s %s %s %s %s' % (digit(n), w, s, past, part, ing))
    for w, n in sorted(lem['n'].items()):
        if w not in known:
            continue
        plural = {x for x in exc['noun'].get(w, []) + [add_s(w), w + 's'] if x in known and x != w and freq.get(x, 0) * 20 >= max(
            freq.get(y, 0) for y in exc['noun'].get(w, []) + [add_s(w), w + 's'])}
        lines.append('N%s %s %s' % (digit(n), w, '/'.join(sorted(plural, key=lambda x: -freq.get(x, 0))) or '-'))
    for w, n in sorted(lem['a'].items()):
        if w not in known:
            continue
        irregular = {'good': ('better', 'best'), 'bad': ('worse', 'worst'), 'far': ('farther', 'farthest'),
                     'little': ('less', 'least'), 'many': ('more', 'most'), 'much': ('more', 'most')}.get(w)
        comp = irregular or tuple((suffixed(w, x, known) + [''])[0] for x in ('er', 'est'))
        ok = comp[0] in known and comp[1] in known and (irregular or len(w) <= 8)
        adverb = {'good': 'well'}.get(w) or next((x for x in (
            w + 'ly', w[:-1] + 'ily' if w.endswith('y') else '', w[:-1] + 'y' if w.endswith('le') else '',
            w + 'ally' if w.endswith('ic') else '', w + 'y' if w.endswith('ll') else '')
            if x in known and x in lem['r']), '-')
        lines.append('A%s %s %s %s %s' % ((digit(n), w) + (comp if ok else ('-', '-')) + (adverb,)))
    for w, n in sorted(lem['r'].items()):
        if w in known:
            lines.append('R%s %s' % (digit(n), w))
    return lines


def write(path, lines):
    with open(path, 'wb') as f, gzip.GzipFile(fileobj=f, mode='wb', compresslevel=9, mtime=0, filename='') as z:
        z.write(('\n'.join(lines) + '\n').encode('utf-8'))
    print(path, len(lines), 'lines', os.path.getsize(path), 'bytes')


def main():
    scowl_dir, wordnet_dir, symspell_dir, out = sys.argv[1:]
    words, freq = scowl(scowl_dir), frequencies(symspell_dir)
    FREQ.update(freq)
    lines = []
    for w, (tier, dialects) in sorted(words.items()):
        n = freq.get(w.lower(), 0)
        if tier == 9 and not n and w.islower() and len(w) < 5:
            continue  # too rare to be meant, too short to be told from a slip
        lines.append('%s\t%d%d%s' % (w, tier, dialects, chr(48 + level(n)) if n else ''))
    write(os.path.join(out, 'english.txt.gz'), lines)
    write(os.path.join(out, 'forms.txt.gz'), inflections(wordnet_dir, words, freq))
    pairs = defaultdict(list)
    for line in open(os.path.join(symspell_dir, 'frequency_bigramdictionary_en_243_342.txt'), encoding='utf-8-sig'):
        a, b, n = line.split()
        if all(x in words or x.capitalize() in words or x in freq for x in (a, b)):
            pairs[a].append((b, chr(48 + max(0, min(63, round(3 * (math.log2(int(n)) - 18)))))))
    write(os.path.join(out, 'bigrams.txt.gz'),
          [a + ' ' + ' '.join(b + '\t' + n for b, n in sorted(v)) for a, v in sorted(pairs.items())])


if __name__ == '__main__':
    main()
