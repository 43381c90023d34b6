using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Simulator.Sending;

/// <summary>The errors of answers that have already begun, or that have status 200.</summary>
internal static class LateErrors
{
    /// <summary>The provider's error body.</summary>
    public static string Of(Exchange exchange) => exchange.Script.FailWith is { } name
        ? exchange.Backend.Dialect.Error(name, exchange.Request.Model).Body
        : exchange.Backend.Dialect.LateError;

    /// <summary>The error without its envelope.</summary>
    public static string Flat(string body)
    {
        try
        {
            return JsonNode.Parse(body) switch
            {
                JsonObject outer when outer["error"] is JsonObject inner => inner.ToJsonString(),
                JsonObject outer when outer["error"] is JsonValue text => new JsonObject { ["message"] = text.DeepClone() }.ToJsonString(),
                _ => body,
            };
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
