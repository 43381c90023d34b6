using System.Text.Json;
using Gateway.Operations.Chat;
using Gateway.Operations.Embeddings;
using Gateway.Operations.Rerank;
using Gateway.Operations.Completions;
using Gateway.Wire.Answers;

namespace Gateway.Surfaces;

/// <summary>The table of callable operations. An operation missing here cannot be called.</summary>
internal static class SurfaceTable
{
    public static readonly Surface Chat = new("/v1/chat/completions", new ChatOperation());

    public static readonly Surface Embeddings = new("/v1/embeddings", new EmbeddingsOperation());

    public static readonly Surface Rerank = new("/v1/rerank", new RerankOperation());

    public static readonly Surface Completions = new("/v1/completions", new CompletionOperation(AnswerForm.Text));

    /// <summary>Mistral's endpoint, whose answers are messages.</summary>
    public static readonly Surface Fim = new("/v1/fim/completions", new CompletionOperation(AnswerForm.TextAsChat));

    public static readonly Surface[] All = [Chat, Completions, Fim, Embeddings, Rerank];

    /// <summary>Finds the surface by the body when the path does not tell it; chat when the body does not tell it either.</summary>
    public static Surface OfBody(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            _ = json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                foreach (var surface in All)
                {
                    if (json.ValueTextEquals(surface.Operation.Mark))
                    {
                        return surface;
                    }
                }

                json.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The head reader reports what is wrong.
        }

        return Chat;
    }
}
