using System.Text.Json;
using Gateway.Configuration.Loading;

namespace Gateway.Tests.Configuration.Loading;

public class SchemaIsCurrentTests
{
    [Fact]
    public void Schema_InTheRepository_IsTheOneWritten() => Assert.True(
        File.ReadAllText(Configs.InRepository("config/gateway.schema.json")) == ConfigSchema.Write(),
        "config/gateway.schema.json is out of date. Run: dotnet run --project src/Gateway -- config schema > config/gateway.schema.json");

    [Fact]
    public void Schema_EveryKey_IsDescribedAndClosed() => AssertDescribed(JsonDocument.Parse(ConfigSchema.Write()).RootElement);

    [Fact]
    public void Schema_Defaults_AreThoseOfTheRecords()
    {
        var properties = JsonDocument.Parse(ConfigSchema.Write()).RootElement.GetProperty("properties");
        Assert.Equal("2m", properties.GetProperty("drainTimeout").GetProperty("default").GetString());
        Assert.Equal(
            "32MiB", properties.GetProperty("limits").GetProperty("properties").GetProperty("bodySize").GetProperty("default").GetString());
        var provider = properties.GetProperty("backends").GetProperty("items").GetProperty("properties").GetProperty("provider");
        Assert.Equal(
            ["openai", "ollama", "siliconflow", "lmstudio", "llamacpp", "vllm", "deepseek"],
            provider.GetProperty("enum").EnumerateArray().Select(e => e.GetString()));
    }

    private static void AssertDescribed(JsonElement schema)
    {
        Assert.NotEmpty(schema.GetProperty("description").GetString()!);
        var inner = schema.TryGetProperty("items", out var items) ? items : schema;
        if (inner.TryGetProperty("properties", out var properties))
        {
            Assert.False(inner.GetProperty("additionalProperties").GetBoolean());
            Assert.All(properties.EnumerateObject(), p => AssertDescribed(p.Value));
        }
    }
}
