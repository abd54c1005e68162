package catalog

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// defaults of the zero Fetcher
const (
	defaultConnectTimeout = 5 * time.Second
	defaultStallTimeout   = 30 * time.Second
	defaultAttempts       = 3
	defaultRetryWait      = time.Second
)

var (
	errStalled     = errors.New("it stopped sending")
	errWrongLength = errors.New("the file there has another length than the one that was asked for")
)

// A statusError is an answer that isn't the file.
type statusError struct {
	code int
	text string
}

func (e *statusError) Error() string {
	switch e.code {
	case http.StatusNotFound, http.StatusGone:
		return "the file is not there any more (" + e.text + ")"
	case http.StatusUnauthorized, http.StatusForbidden:
		return "it refuses to give the file (" + e.text + ")"
	case http.StatusTooManyRequests:
		return "it is too busy; try again later (" + e.text + ")"
	}
	return "it answered " + e.text
}

// passing reports whether the same request may succeed later.
func (e *statusError) passing() bool {
	return e.code == http.StatusTooManyRequests || e.code == http.StatusRequestTimeout || e.code >= 500
}

// fillHTTPS completes part from one address, resuming after every break as long
// as attempts bring something.
func (f *Fetcher) fillHTTPS(ctx context.Context, e Entry, s Source, part *partial, m *meter) error {
	client := f.client()
	attempts, wait := orDefault(f.Attempts, defaultAttempts), orDefault(f.RetryWait, defaultRetryWait)
	for failures := 0; ; {
		before := part.size
		err := f.request(ctx, client, e, s, part, m)
		if err == nil || ctx.Err() != nil || !retriable(err) {
			return err
		}
		if part.size > before {
			failures = 0
		} else if failures++; failures >= attempts {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait << failures):
		}
		m.enter(StageConnecting, s.String(), part.size)
	}
}

// retriable reports whether asking the same server again makes sense.
func retriable(err error) bool {
	var status *statusError
	var disk *diskError
	var redirect *redirectError
	var dns *net.DNSError
	switch {
	case errors.As(err, &status):
		return status.passing()
	case errors.As(err, &disk), errors.As(err, &redirect), errors.Is(err, errWrongLength):
		return false
	case errors.As(err, &dns):
		return dns.IsTimeout || dns.IsTemporary && !dns.IsNotFound
	}
	return true
}

// request asks for what part lacks and appends what comes.
func (f *Fetcher) request(ctx context.Context, client *http.Client, e Entry, s Source, part *partial, m *meter) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stall := orDefault(f.StallTimeout, defaultStallTimeout)
	watch := time.AfterFunc(stall, func() { cancel(errStalled) })
	defer watch.Stop()

	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL, nil)
	if err != nil {
		return err
	}
	req.Header.Set("User-Agent", "inkling")
	req.Header.Set("Accept-Encoding", "identity") // offsets are those of the file
	if part.size > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", part.size))
	}
	resp, err := client.Do(req)
	if err != nil {
		return explain(ctx, err)
	}
	defer resp.Body.Close()
	if err := place(resp, e, part); err != nil {
		return err
	}
	m.enter(StageFetching, s.String(), part.size)
	buf := make([]byte, 256<<10)
	for {
		n, err := resp.Body.Read(buf)
		if n > 0 {
			watch.Reset(stall)
			if part.size+int64(n) > e.Size {
				return errWrongLength
			}
			if _, err := part.Write(buf[:n]); err != nil {
				return err
			}
			m.at(part.size)
		}
		switch {
		case err == io.EOF && part.size == e.Size:
			return nil
		case err == io.EOF:
			return io.ErrUnexpectedEOF
		case err != nil:
			return explain(ctx, err)
		}
	}
}

// place reads an answer's head and moves the end of part to where its body
// begins.
func place(resp *http.Response, e Entry, part *partial) error {
	switch resp.StatusCode {
	case http.StatusOK: // the whole file, whatever was asked for
		if resp.ContentLength >= 0 && resp.ContentLength != e.Size {
			return errWrongLength
		}
		return part.truncate(0)
	case http.StatusPartialContent:
		first, total, err := contentRange(resp.Header.Get("Content-Range"))
		if err != nil {
			return err
		}
		if total >= 0 && total != e.Size {
			return errWrongLength
		}
		if first > part.size {
			return fmt.Errorf("it sent the bytes from %d on instead of those from %d", first, part.size)
		}
		return part.truncate(first)
	case http.StatusRequestedRangeNotSatisfiable: // its file is shorter than what is here
		return errWrongLength
	}
	return &statusError{resp.StatusCode, resp.Status}
}

// contentRange reads "bytes FIRST-LAST/TOTAL" (RFC 9110, 14.4); total is -1 for "*".
func contentRange(header string) (first, total int64, err error) {
	bad := fmt.Errorf("it sent a range that can't be read: %q", header)
	span, of, ok := strings.Cut(strings.TrimPrefix(header, "bytes "), "/")
	from, _, ok2 := strings.Cut(span, "-")
	if !strings.HasPrefix(header, "bytes ") || !ok || !ok2 {
		return 0, 0, bad
	}
	if first, err = strconv.ParseInt(from, 10, 64); err != nil || first < 0 {
		return 0, 0, bad
	}
	if of == "*" {
		return first, -1, nil
	}
	if total, err = strconv.ParseInt(of, 10, 64); err != nil {
		return 0, 0, bad
	}
	return first, total, nil
}

// explain puts the error of a request into the writer's words.
func explain(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); errors.Is(cause, errStalled) {
		return errStalled
	}
	var dns *net.DNSError
	var timeout net.Error
	var request *url.Error
	if errors.As(err, &request) {
		err = request.Err // without the address, which the message names already
	}
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Errorf("it can't be reached; is this machine online? (%w)", dns)
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Errorf("it did not answer in time (%w)", err)
	}
	return err
}

// A redirectError is a redirect that isn't followed.
type redirectError struct{ why string }

func (e *redirectError) Error() string { return e.why }

func (f *Fetcher) client() *http.Client {
	if f.Client != nil {
		return f.Client
	}
	limit := orDefault(f.ConnectTimeout, defaultConnectTimeout)
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           (&net.Dialer{Timeout: limit}).DialContext,
			TLSHandshakeTimeout:   limit,
			ResponseHeaderTimeout: orDefault(f.StallTimeout, defaultStallTimeout),
			ForceAttemptHTTP2:     true,
		},
		CheckRedirect: secureRedirect,
	}
}

func secureRedirect(req *http.Request, via []*http.Request) error {
	if req.URL.Scheme != "https" {
		return &redirectError{"it points to an address that isn't HTTPS"}
	}
	if len(via) >= 10 {
		return &redirectError{"it redirects without end"}
	}
	return nil
}

func orDefault[T comparable](v, def T) T {
	var zero T
	if v == zero {
		return def
	}
	return v
}
