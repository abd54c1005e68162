package editor

import (
	"fmt"
	"runtime"
	"testing"
)

func BenchmarkRTL(b *testing.B) {
	for _, text := range []struct{ name, paragraph string }{
		{"hebrew", "ספר הימים נכתב בעט דקה על נייר צהוב, והוא מונח על השולחן ליד החלון הפתוח אל הים. "},
		{"arabic", "كانت السفينة قد أبحرت في السادسة صباحًا، قبل شروق الشمس بساعة، وكان الميناء خلفنا بعيدًا. "},
	} {
		for _, one := range []bool{false, true} {
			content := benchText(text.paragraph, 1<<20, one)
			for _, at := range []string{"start", "middle", "end"} {
				b.Run(fmt.Sprintf("%s/one=%v/%s", text.name, one, at), func(b *testing.B) {
					e, _ := benchEditor(b, content)
					switch at {
					case "middle":
						_, end := e.snap.WordAt(e.snap.Len() / 2)
						e.SetCaret(end)
					case "end":
						e.SetCaret(e.snap.Len())
					}
					typed := []rune([]rune(text.paragraph))
					var s []sample
					runtime.LockOSThread()
					b.ResetTimer()
					for i := range b.N {
						s = append(s, measured(func() { e.TypedRune(typed[i%len(typed)]) }))
					}
					p50, p99, w := percentiles(s)
					b.ReportMetric(p50, "p50cpu-ms")
					b.ReportMetric(p99, "p99cpu-ms")
					b.ReportMetric(w, "p99wall-ms")
				})
			}
		}
	}
}
