package store

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// child gives a command that runs this test binary as the named child.
func child(name, dir string, env ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), append(env, "INKLING_STORE_CHILD="+name, "INKLING_STORE_DIR="+dir)...)
	cmd.Stderr = os.Stderr
	return cmd
}

// draft is the text of a document after its n-th save: an essay that grows and changes in places.
func draft(id ID, n int) string {
	r := rand.New(rand.NewPCG(uint64(id), uint64(n/20)))
	var b strings.Builder
	fmt.Fprintf(&b, "# Draft %d of %s\n\n", n, id)
	for i := range 20 + r.IntN(400) {
		fmt.Fprintf(&b, "Sentence %d holds %x. 第%d句。\n", i, r.Uint64(), i)
	}
	text := b.String()
	head := strings.Index(text, "\n")
	at := head + n*97%(len(text)-head)
	return text[:at] + fmt.Sprint("<edit ", n, ">") + text[at:]
}

// childWriter saves without end, and acknowledges each durable save on standard output.
func childWriter(dir string) int {
	s, err := Open(dir, Options{RevisionInterval: 20 * time.Millisecond})
	if err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		return 1
	}
	counts := map[ID]int{}
	list, _ := s.List()
	for _, info := range list {
		d, err := s.Load(info.ID)
		if err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			return 1
		}
		n := 0
		fmt.Sscanf(d.Text, "# Draft %d", &n)
		counts[info.ID] = n
	}
	for len(list) < 3 {
		info, err := s.Create("")
		if err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			return 1
		}
		list = append(list, info)
	}
	for i := 0; ; i++ {
		id := list[i%len(list)].ID
		counts[id]++
		n := counts[id]
		_, err := s.Save(id, draft(id, n), n, float64(n), Sample{Kind: Written, Text: fmt.Sprint("sample ", id, " ", n), Document: id})
		if err != nil {
			fmt.Fprintln(os.Stderr, "child:", err)
			return 1
		}
		if i%7 == 0 {
			if err := s.KeepRevision(id, fmt.Sprint("label ", n)); err != nil {
				return 1
			}
		}
		fmt.Printf("%s %d\n", id, n)
	}
}

func TestKillWhileWriting(t *testing.T) {
	kills := 60
	if testing.Short() {
		kills = 10
	}
	if more, err := strconv.Atoi(os.Getenv("INKLING_STORE_KILLS")); err == nil {
		kills = more
	}
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(1, 2))
	acknowledged := map[ID]int{}
	total := 0
	for range kills {
		cmd := child("writer", dir)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines := bufio.NewReader(out)
		read := func() bool {
			line, err := lines.ReadString('\n')
			if err != nil {
				return false // what isn't a whole line was not acknowledged
			}
			var id ID
			var n int
			if _, err := fmt.Sscan(line, &id, &n); err != nil {
				t.Fatalf("child said %q", line)
			}
			acknowledged[id] = n
			total++
			return true
		}
		if !read() { // it is at work
			t.Fatal("the child ended by itself")
		}
		time.AfterFunc(time.Duration(r.IntN(60_000))*time.Microsecond, func() { cmd.Process.Kill() })
		for read() {
		}
		io.Copy(io.Discard, lines)
		cmd.Wait()

		s, err := Open(dir, Options{})
		must(t, err)
		checkInvariants(t, s)
		samples := map[string]bool{}
		for sample, err := range s.Samples(t.Context(), 0) {
			must(t, err)
			samples[sample.Text] = true
		}
		for id, n := range acknowledged {
			d, err := s.Load(id)
			must(t, err)
			var stored int
			fmt.Sscanf(d.Text, "# Draft %d", &stored)
			if stored != n && stored != n+1 || d.Text != draft(id, stored) {
				t.Fatalf("document %s: save %d was acknowledged, save %d is stored (exact: %v)", id, n, stored, d.Text == draft(id, stored))
			}
			if d.Caret != stored || d.Scroll != float64(stored) || !samples[fmt.Sprint("sample ", id, " ", stored)] {
				t.Fatalf("document %s: caret %d, scroll %v or the sample don't belong to save %d", id, d.Caret, d.Scroll, stored)
			}
		}
		must(t, s.Close())
	}
	t.Logf("%d kills, %d acknowledged saves, none lost", kills, total)
}

func TestCreationIsWholeOrAbsent(t *testing.T) {
	for range 20 {
		dir := t.TempDir()
		cmd := child("writer", dir)
		must(t, cmd.Start())
		time.Sleep(time.Duration(rand.IntN(8000)) * time.Microsecond)
		cmd.Process.Kill()
		cmd.Wait()
		s, err := Open(dir, Options{})
		must(t, err)
		must(t, s.Close())
	}
}
