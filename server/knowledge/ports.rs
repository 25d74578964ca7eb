//! Ports that are known by their number: who usually listens there.

/// What usually listens at `number` of this protocol; `None` if that is not in the table.
pub fn port(number: u16, protocol: &str) -> Option<&'static Port> {
    PORTS.iter().find(|it| it.number == number && it.protocols.contains(&protocol))
}

/// A port by its usual use.
#[derive(Debug)]
pub struct Port {
    /// Its number.
    pub number: u16,
    /// The protocols.
    pub protocols: &'static [&'static str],
    /// What listens there.
    pub help: &'static str,
}

const fn tcp(number: u16, help: &'static str) -> Port {
    Port { number, protocols: &["tcp"], help }
}

const fn udp(number: u16, help: &'static str) -> Port {
    Port { number, protocols: &["udp"], help }
}

const fn both(number: u16, help: &'static str) -> Port {
    Port { number, protocols: &["tcp", "udp"], help }
}

// Source: IANA's registry of service names and port numbers for the names; the programs' manuals for what they listen on if nothing is said.
/// Those that images usually expose, by their number.
#[rustfmt::skip]
pub static PORTS: &[Port] = &[
    tcp(20, "FTP, data"), tcp(21, "FTP"), tcp(22, "SSH"), tcp(23, "Telnet"), tcp(25, "SMTP"), both(53, "DNS"), udp(67, "DHCP, server"),
    udp(69, "TFTP"), tcp(80, "HTTP"), both(88, "Kerberos"), tcp(110, "POP3"), both(111, "rpcbind"), udp(123, "NTP"), tcp(143, "IMAP"),
    udp(161, "SNMP"), udp(162, "SNMP, traps"), tcp(179, "BGP"), tcp(389, "LDAP"), tcp(443, "HTTPS"), udp(443, "HTTP/3"), tcp(445, "SMB"),
    tcp(465, "SMTP with TLS"), udp(500, "IPsec"), udp(514, "syslog"), tcp(587, "SMTP, for mail programs"), tcp(631, "IPP, printers"),
    tcp(636, "LDAP with TLS"), tcp(853, "DNS with TLS"), tcp(873, "rsync"), tcp(993, "IMAP with TLS"), tcp(995, "POP3 with TLS"),
    tcp(1080, "SOCKS"), both(1194, "OpenVPN"), tcp(1433, "SQL Server"), tcp(1521, "Oracle Database"), tcp(1883, "MQTT"),
    tcp(2049, "NFS"), tcp(2181, "ZooKeeper"), tcp(2375, "Docker, without TLS"), tcp(2376, "Docker with TLS"), tcp(2379, "etcd"),
    tcp(2380, "etcd, among its members"), tcp(3000, "web servers of Node and Ruby on Rails, Grafana"), tcp(3128, "Squid"),
    tcp(3306, "MySQL and MariaDB"), tcp(3389, "RDP"), udp(3478, "STUN and TURN"), tcp(4200, "development server of Angular"),
    tcp(4222, "NATS"), tcp(4317, "OpenTelemetry over gRPC"), tcp(4318, "OpenTelemetry over HTTP"), tcp(4369, "names of Erlang"), tcp(5000, "Flask, registry"),
    tcp(5060, "SIP"), udp(5060, "SIP"), tcp(5173, "development server of Vite"), tcp(5222, "XMPP"), tcp(5432, "PostgreSQL"),
    tcp(5601, "Kibana"), tcp(5671, "AMQP with TLS"), tcp(5672, "AMQP: RabbitMQ"), tcp(5900, "VNC"), tcp(5984, "CouchDB"), tcp(6006, "TensorBoard"),
    tcp(6379, "Redis and Valkey"), tcp(6443, "Kubernetes"), tcp(7000, "Cassandra, among its members"), tcp(7474, "Neo4j, browser"), tcp(7687, "Neo4j"),
    tcp(8000, "web servers of Python"), tcp(8080, "HTTP where 80 is not allowed"), tcp(8081, "HTTP, a second one"), tcp(8086, "InfluxDB"), udp(8125, "StatsD"), tcp(8200, "Vault"),
    tcp(8443, "HTTPS where 443 is not allowed"), tcp(8500, "Consul"), tcp(8501, "Streamlit"), tcp(8888, "Jupyter"), tcp(9000, "PHP-FPM, MinIO"), tcp(9042, "Cassandra"),
    tcp(9090, "Prometheus"), tcp(9092, "Kafka"), tcp(9093, "Alertmanager"), tcp(9100, "Prometheus, figures of a machine"), tcp(9200, "Elasticsearch and OpenSearch"), tcp(9229, "debugger of Node"),
    tcp(9300, "Elasticsearch, among its members"), tcp(11211, "memcached"), tcp(15672, "RabbitMQ, browser"), tcp(25565, "Minecraft"), tcp(26257, "CockroachDB"), tcp(27017, "MongoDB"), tcp(50051, "gRPC"),
    udp(51820, "WireGuard"),
];
