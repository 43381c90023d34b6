using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Clients.Tests.Readers;

/// <summary>Reads a stream as one client library does, with that library's faults.</summary>
internal abstract class ClientReader
{
    /// <exception cref="ClientException">The client gives up.</exception>
    /// <exception cref="InvalidOperationException">A value has a type that the client does not expect.</exception>
    public static Reading Read(Client client, Sse stream)
    {
        var reader = Of(client);
        foreach (var chunk in stream.Events)
        {
            if (chunk["error"] is { } error && !reader.IgnoresErrors)
            {
                throw new ClientException((string?)error["message"] ?? "An error without a message.");
            }

            reader.Take(chunk);
        }

        return reader.End();
    }

    /// <summary>Whether an error event passes unseen.</summary>
    protected virtual bool IgnoresErrors => false;

    protected abstract void Take(JsonNode chunk);

    protected abstract Reading End();

    /// <summary>The first choice, or null where there is none.</summary>
    protected static JsonNode? Choice(JsonNode chunk) => chunk["choices"] is JsonArray { Count: > 0 } choices ? choices[0] : null;

    protected static IEnumerable<JsonNode> Pieces(JsonNode delta) => delta["tool_calls"] is JsonArray calls ? calls.Select(c => c!) : [];

    /// <summary>The call of an index, which begins where there is none yet.</summary>
    protected static Call CallAt(List<Call> calls, int index)
    {
        var call = calls.Find(c => c.Index == index);
        if (call is null)
        {
            calls.Add(call = new Call(index));
        }

        return call;
    }

    private static ClientReader Of(Client client) => client switch
    {
        Client.LangChain => new LangChainReader(),
        Client.PydanticAi => new PydanticAiReader(),
        Client.AutoGen => new AutoGenReader(),
        Client.OpenAiPython => new OpenAiPythonReader(),
        Client.LlamaIndex => new LlamaIndexReader(),
        Client.OpenWebUi => new OpenWebUiReader(),
        Client.Continue => new ContinueReader(),
        Client.AiSdk => new AiSdkReader(),
        Client.OpenAiDotNet => new OpenAiDotNetReader(),
        _ => throw new ArgumentOutOfRangeException(nameof(client), client, "There is no such client."),
    };
}
