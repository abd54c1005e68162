package editor

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2/canvas"
)

// wave is a wavy underline: one raster, whose picture the toolkit keeps until its size or colour changes.
type wave struct {
	*canvas.Raster
	colour color.Color
}

// The height and the period of a wave in device-independent pixels.
const (
	waveHeight = 4
	wavePeriod = 6
)

func newWave() *wave {
	w := &wave{}
	w.Raster = canvas.NewRaster(func(width, height int) image.Image { return drawWave(width, height, w.colour) })
	return w
}

// drawWave draws a sine line, smoothed at its edges.
func drawWave(width, height int, ink color.Color) image.Image {
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	if ink == nil || height == 0 {
		return picture
	}
	c := color.NRGBAModel.Convert(ink).(color.NRGBA)
	unit := float64(height) / waveHeight
	middle, swing, half := float64(height)/2, 1.1*unit, 0.5*unit
	frequency := 2 * math.Pi / (wavePeriod * unit)
	for x := range width {
		angle := (float64(x) + 0.5) * frequency
		line := middle - swing*math.Sin(angle)
		// The line is thicker across where it is steep.
		steep := math.Sqrt(1 + math.Pow(swing*math.Cos(angle)*frequency, 2))
		for y := range height {
			cover := half*steep + 0.4 - math.Abs(float64(y)+0.5-line)
			if cover <= 0 {
				continue
			}
			pixel := c
			pixel.A = uint8(float64(c.A) * min(cover, 1))
			picture.SetNRGBA(x, y, pixel)
		}
	}
	return picture
}
