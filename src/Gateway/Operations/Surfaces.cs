using System.Text.Json;
using Gateway.Operations.Chat;
using Gateway.Operations.Embeddings;
using Gateway.Operations.Rerank;
using Gateway.Operations.Completions;
using Gateway.Protocol;

namespace Gateway.Operations;

/// <summary>The table of what can be called. An operation that is not in it cannot be.</summary>
internal static class Surfaces
{
    public static readonly Surface Chat = new("/v1/chat/completions", new ChatOperation());

    public static readonly Surface Embeddings = new("/v1/embeddings", new EmbeddingsOperation());

    public static readonly Surface Rerank = new("/v1/rerank", new RerankOperation());

    public static readonly Surface Completions = new("/v1/completions", new CompletionOperation(AnswerForm.Text));

    /// <summary>Mistral's, whose answers are messages.</summary>
    public static readonly Surface Fim = new("/v1/fim/completions", new CompletionOperation(AnswerForm.TextAsChat));

    public static readonly Surface[] All = [Chat, Completions, Fim, Embeddings, Rerank];

    /// <summary>What a body asks for that was sent to no address of its own; a chat where it does not show.</summary>
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
            // Whoever reads its head says what is wrong with it.
        }

        return Chat;
    }
}
