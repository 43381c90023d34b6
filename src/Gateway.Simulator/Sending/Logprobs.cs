using System.Text;
using System.Text.Json;
using Gateway.Simulator.Answers;

namespace Gateway.Simulator.Sending;

/// <summary>Writes log probabilities of a text's tokens. They are made up, as the text is.</summary>
internal static class Logprobs
{
    private const double Likely = -0.25;

    public static void Write(Utf8JsonWriter writer, IEnumerable<Piece> pieces, int top)
    {
        writer.WriteStartObject("logprobs");
        writer.WriteStartArray("content");
        foreach (var text in pieces.Select(piece => piece.Content).OfType<string>())
        {
            writer.WriteStartObject();
            WriteToken(writer, text, Likely);
            writer.WriteStartArray("top_logprobs");
            for (var rank = 0; rank < top; rank++)
            {
                writer.WriteStartObject();
                WriteToken(writer, rank == 0 ? text : $"{text}{rank}", Likely * (rank + 1));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteToken(Utf8JsonWriter writer, string text, double probability)
    {
        writer.WriteString("token", text);
        writer.WriteNumber("logprob", probability);
        writer.WriteStartArray("bytes");
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            writer.WriteNumberValue(b);
        }
        writer.WriteEndArray();
    }
}
