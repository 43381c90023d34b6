using System.Text.Json.Nodes;

namespace Gateway.Tests.Hosting;

internal static class ResponseAssertions
{
    /// <summary>A header's one value; a test fails without it.</summary>
    public static string Header(this HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    /// <summary>Asserts an error in OpenAI's shape, all of it, and gives it.</summary>
    public static async Task<JsonNode> ErrorAsync(this HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var error = JsonNode.Parse(text)!["error"]!.AsObject();
        Assert.Equal(["code", "message", "param", "type"], error.Select(m => m.Key).Order());
        Assert.False(string.IsNullOrWhiteSpace((string?)error["message"]));
        // A number would fail in Cherry Studio.
        Assert.False(string.IsNullOrWhiteSpace((string?)error["code"]));
        return error;
    }
}
